import { cellsOf } from './cells.ts'
import type { Screen } from './screen.ts'

/** A permission card is on the screen. */
export const hasCard = (text: string): boolean => /^.*Allow .*\?/m.test(text) && /\bn deny/.test(text)

/** Its keys are not quiet any more: from now on they count. */
export const isArmed = (view: Screen): boolean =>
  cellsOf(view.term).some((row) => /\{[^}]*bold[^}]*\}n(?:\{|$)/.test(row) && row.includes('deny'))

export async function armedCard(view: Screen, what = 'a card whose keys count'): Promise<string> {
  return view.waitFor((text) => hasCard(text) && isArmed(view), what)
}

/** Presses a key again and again, far enough apart for a second press to count, until `done`. */
export async function pressUntil(
  view: Screen,
  key: string,
  done: () => boolean | Promise<boolean>,
): Promise<void> {
  const end = Date.now() + 15_000
  while (!(await done())) {
    if (Date.now() > end) throw new Error(`${JSON.stringify(key)} did nothing:\n${view.text()}`)
    view.write(key)
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
}
