/**
 * What a terminal sends without anybody having typed: answers to queries (device attributes, cursor position,
 * modes, colours, names, keyboard flags, sizes) and reports of focus, mouse motion and colour scheme. Cursor
 * position in the first row is left out: F3 with a modifier looks the same.
 */
const REPLIES =
  // biome-ignore lint: the point is to name control characters
  /^(?:\x1b\[[?>=][\d;]*[cnuy$]+|\x1b\[\?[\d;]*\$y|\x1b\[(?!1;)\d+;\d+R|\x1b\[[IO]|\x1b\[\d+(?:;\d+)*t|\x1b\[0n|\x1b\[<(?:3[2-9]|4\d|5\d)(?:;\d+)+[Mm]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[P_][^\x1b]*\x1b\\)+$/

/** Whether `input` is nothing but such reports. */
export function isReport(input: Buffer): boolean {
  return (
    input[0] === 0x1b && input.length > 2 && input.length < 8192 && REPLIES.test(input.toString('latin1'))
  )
}
