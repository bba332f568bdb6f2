import { readFileSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { VIEW_ENTER, VIEW_LEAVE } from '../../client/terminal-modes.ts'
import type { Rgb } from '../../protocol/theme.ts'
import { build } from '../../protocol/version.ts'
import type { Paths } from '../../store/paths.ts'
import { age } from './out.ts'

/** A screen of the list as it was left: `frame` is rows joined by newlines, with SGR codes and nothing else. */
export type LastScreen = { frame: string; cols: number; rows: number; back?: Rgb }
type Saved = LastScreen & { at: number; look: string }

/**
 * Shows the list as it was left, before the view itself is loaded: that takes longer than a person should look at
 * nothing. Its last row says how old it is, and no key counts on it. Undefined when there is none that fits this
 * terminal; then nothing was written.
 */
export function showLastScreen(at: Paths, { stdin, stdout }: NodeJS.Process): LastScreen | undefined {
  const saved = read(at)
  if (saved?.look !== lookOf(at) || saved.cols !== stdout.columns || saved.rows !== stdout.rows)
    return undefined
  const rows = saved.frame.split('\n')
  if (rows.length !== saved.rows) return undefined
  rows[rows.length - 1] = ` joining… this is how it was ${age(saved.at, Date.now())} ago`.slice(0, saved.cols)
  stdin.setRawMode(true)
  writeSync(1, VIEW_ENTER + rows.map((row, y) => `\u001b[${y + 1};1H${row}\u001b[0m`).join(''))
  return {
    frame: rows.join('\n'),
    cols: saved.cols,
    rows: saved.rows,
    ...(saved.back && { back: saved.back }),
  }
}

/** When the view could not be loaded after all. */
export function takeBackScreen({ stdin }: NodeJS.Process): void {
  writeSync(1, VIEW_LEAVE)
  stdin.setRawMode(false)
}

/** A torn file shows as no file: nobody misses it, so it costs no fsync. */
export function keepLastScreen(at: Paths, screen: LastScreen): void {
  const saved: Saved = { ...screen, at: Date.now(), look: lookOf(at) }
  try {
    writeFileSync(at.lastScreen, JSON.stringify(saved), { mode: 0o600 })
  } catch {
    // The disk is full, or the folder gone: the next start shows nothing first.
  }
}

/** All that a frame's glyphs and colours come from. */
function lookOf(at: Paths): string {
  const config = statSync(at.config, { throwIfNoEntry: false })
  const names = ['TERM', 'COLORTERM', 'COLORFGBG', 'NO_COLOR', 'LC_ALL', 'LC_CTYPE', 'LANG']
  return [build, config?.mtimeMs ?? '', ...names.map((name) => process.env[name] ?? '')].join('|')
}

function read(at: Paths): Saved | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(at.lastScreen, 'utf8'))
    return isSaved(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isSaved(value: unknown): value is Saved {
  if (typeof value !== 'object' || value === null) return false
  const { frame, cols, rows, at, look, back } = value as Partial<Record<keyof Saved, unknown>> // each is checked
  const numbers: unknown[] = Array.isArray(back) ? back : [0, 0, 0]
  return (
    typeof frame === 'string' &&
    isPlain(frame) &&
    [cols, rows, at, ...numbers].every((number) => typeof number === 'number') &&
    numbers.length === 3 &&
    typeof look === 'string'
  )
}

/** Text and SGR codes: whatever happened to the file, it must not steer the terminal. */
// oxlint-disable-next-line no-control-regex
const isPlain = (frame: string): boolean =>
  !/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/.test(frame.replace(/\u001b\[[0-9;:]*m/g, ''))
