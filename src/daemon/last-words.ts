import { statSync } from 'node:fs'
import * as v from 'valibot'
import { cleanLine } from '../protocol/clean.ts'
import type { Exit } from '../protocol/host.ts'
import type { Session } from '../protocol/session.ts'
import type { Paths } from '../store/paths.ts'
import { readJson } from '../store/write.ts'
import type { Happening } from './session.ts'

const ScreenSchema = v.looseObject({ lines: v.array(v.string()) })
const SGR = /\u001b\[[\d;:]*m/g
/** A line that only draws says nothing. */
const SAYS = /\p{L}{2}/u
/** What agents and test runners draw before a line. */
const BULLET = /^[\s\p{So}\p{Sm}\u2022\u2500-\u257f\u23bf]+(?=[\p{L}\p{N}])/u
const LENGTH = 200
/** The host writes its last screen after its exit status; the file system's clock runs a little behind, ms. */
const CLOCK_MS = 1000

/** The end of a session's program, with what it said last. */
export function endOfProgram(paths: Paths, session: Session, exit: Exit): Happening & { type: 'ended' } {
  const said = lastWords(paths, session, exit)
  return { type: 'ended', exit, ...(said !== undefined && { said }) }
}

/**
 * The last line on its last screen: mostly why it failed, or what came of it. Not that of an agent that ended well:
 * its last line is how to go on with it; nor of one that was killed: its last line is a piece of its interface.
 */
function lastWords(paths: Paths, session: Session, exit: Exit): string | undefined {
  if (session.agent !== 'command' && (exit.code === 0 || exit.signal !== undefined)) return undefined
  const path = paths.job(session.id).screen
  try {
    // An older host's screen is not its own.
    if (statSync(path).mtimeMs < exit.at - CLOCK_MS) return undefined
  } catch {
    return undefined
  }
  const read = readJson(path)
  const screen = read.ok ? v.safeParse(ScreenSchema, read.value) : undefined
  if (!screen?.success) return undefined
  const line = screen.output.lines.map((text) => text.replace(SGR, '')).findLast((text) => SAYS.test(text))
  return line === undefined ? undefined : cleanLine(line.replace(BULLET, ''), LENGTH)
}
