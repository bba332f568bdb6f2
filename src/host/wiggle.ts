/**
 * A program that asks for its size only after both of two SIGWINCHs sees no change: it gets this long, and on a
 * busy machine until it has printed something, but not for ever.
 */
const SHOWN_MS = { least: 100, most: 1500 }

/** Shows a program one row less for a moment: full-screen programs draw everything again. */
export function openWiggle(program: {
  /** The rows it shall have; nothing once it has ended. */
  rows(): number | undefined
  show(rows: number): void
  /** Bytes printed so far. */
  printed(): number
}): () => void {
  let isWiggling = false
  let wantsAnother = false

  function wiggle(): void {
    wantsAnother = isWiggling // what it draws for this one may be lost to the same flood
    const rows = program.rows()
    if (rows === undefined || rows < 2 || isWiggling) return
    isWiggling = true
    const before = program.printed()
    program.show(rows - 1)
    // In a flood it has not looked at its size yet just because something came: until it is quiet again.
    const until = Date.now() + SHOWN_MS.most
    let seen = before
    const look = (): void => {
      const printed = program.printed()
      const isQuiet = printed === seen
      seen = printed
      if ((isQuiet && printed > before) || Date.now() > until) putBack()
      else setTimeout(look, SHOWN_MS.least)
    }
    setTimeout(look, SHOWN_MS.least)
  }
  function putBack(): void {
    isWiggling = false
    if (wantsAnother) setTimeout(wiggle, SHOWN_MS.least)
    const rows = program.rows() // a terminal may have set others meanwhile
    if (rows !== undefined) program.show(rows)
  }
  return wiggle
}
