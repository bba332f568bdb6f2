import { cellsOf } from './cells.ts'
import { PATIENCE_MS } from './patience.ts'
import type { Screen } from './screen.ts'

/** A permission card is on the screen. */
export const hasCard = (text: string): boolean => /^.*Allow .*\?/m.test(text) && /\bn deny/.test(text)

const KEY_THAT_COUNTS =
  /\{[^}]*bold[^}]*\}(?:n\{[^}]*\} (?:deny|no\b|not so|change)|o\{[^}]*\} (?:own words|other))/
/** The keys of a card, a rule, a plan or a question are not quiet any more: from now on they count. */
export const isArmed = (view: Screen): boolean => cellsOf(view.term).some((row) => KEY_THAT_COUNTS.test(row))

export async function armedCard(view: Screen, what = 'a card whose keys count'): Promise<string> {
  return view.waitFor((text) => hasCard(text) && isArmed(view), what)
}

/**
 * Presses a key again and again, far enough apart for a second press to count, until `done`. Only where one press too
 * many does no harm: wait until keys count, and press once, where another card may come up.
 */
export async function pressUntil(
  view: Screen,
  key: string,
  done: () => boolean | Promise<boolean>,
): Promise<void> {
  const end = Date.now() + PATIENCE_MS
  while (!(await done())) {
    if (Date.now() > end) throw new Error(`${JSON.stringify(key)} did nothing:\n${view.text()}`)
    view.write(key)
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
}
