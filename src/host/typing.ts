import { ENTER_DELAY_MS } from '../protocol/host.ts'

/**
 * The bytes that type `text`. Controls other than newline and tab are left out: text from elsewhere must not be
 * able to end the paste and press keys. Newlines in a paste are CR, as terminals send them.
 */
export function typedBytes(text: string, paste: boolean): Buffer {
  const clean = text
    .replace(/\x1b\[20[01]~/g, '') // biome-ignore lint: these are the paste marks
    .replace(/\r\n?/g, '\n')
    // biome-ignore lint: the point is to name control characters
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '')
    .replaceAll('\n', '\r')
  return Buffer.from(paste ? `\x1b[200~${clean}\x1b[201~` : clean)
}

/** Agents take one write of text and Enter as a paste with a newline in it. */
export function afterTyping(act: () => void): void {
  setTimeout(act, ENTER_DELAY_MS)
}
