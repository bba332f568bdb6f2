/** Waits for one key on this terminal; false for Esc, Ctrl+C and Ctrl+D, or when the terminal goes away. */
export function anyKey(): Promise<boolean> {
  const { stdin } = process
  stdin.setRawMode(true)
  return new Promise((resolve) => {
    const done = (goesOn: boolean): void => {
      stdin.off('data', onData)
      stdin.off('end', onEnd)
      stdin.setRawMode(false)
      stdin.pause()
      resolve(goesOn)
    }
    const onData = (chunk: Buffer): void => done(!NO.has(chunk[0] ?? 0) || chunk.length > 1)
    const onEnd = (): void => done(false)
    stdin.on('data', onData)
    stdin.on('end', onEnd)
    stdin.resume()
  })
}

/** Ctrl+C, Ctrl+D, Esc. An arrow begins with Esc and is longer. */
const NO = new Set([0x03, 0x04, 0x1b])
