/** The part of @xterm/headless 6.0.0 beneath its public interface that hands a handler the live parameters. */
type Core = {
  registerCsiHandler(id: { final: string }, handler: (params: { params: Int32Array }) => boolean): unknown
}
type Sized = { cols: number; rows: number }

/**
 * xterm.js 6.0.0 does what repeats as often as it is told, up to 2³¹ times: eight bytes of output, of a program that
 * prints a binary file for one, and whoever feeds it stands still for minutes. No screen shows more than its own
 * rows of lines, its columns of tab stops, or its cells of one character.
 * @param terminal a `Terminal` of @xterm/headless; what it is told more often than that it does so often.
 */
export function boundRepeats(terminal: Sized): void {
  const { _core: core } = terminal as Sized & { _core: Core }
  const most: Record<string, () => number> = {
    L: () => terminal.rows, // insert lines
    M: () => terminal.rows, // delete lines
    S: () => terminal.rows, // scroll up
    T: () => terminal.rows, // scroll down
    I: () => terminal.cols, // tabs forward
    Z: () => terminal.cols, // tabs back
    b: () => terminal.cols * terminal.rows, // the character before, again
  }
  for (const [final, limit] of Object.entries(most))
    core.registerCsiHandler({ final }, ({ params }) => {
      const times = params[0] ?? 0
      if (times > limit()) params[0] = limit()
      return false // xterm.js does the rest
    })
}
