import type { Terminal } from '@xterm/headless'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openTerminal } from './screen.ts'
import { pngOf, svgOf, type Colours } from './shot.ts'

/** Where pictures of golden screens go; none are drawn when unset. */
const SHOTS = process.env.SHOTS

/** Writes bytes to a terminal of this size and waits until it has read them. */
export async function terminalWith(bytes: string, cols: number, rows: number): Promise<Terminal> {
  const term = openTerminal(cols, rows)
  await new Promise<void>((resolve) => term.write(bytes, resolve))
  return term
}

/** `SHOTS=/tmp/shots vitest run …` leaves a picture of each screen there. */
export function keepShot(term: Terminal, name: string, colours?: Colours): void {
  if (!SHOTS) return
  mkdirSync(SHOTS, { recursive: true })
  writeFileSync(join(SHOTS, `${name}.png`), pngOf(svgOf(term, colours)))
}
