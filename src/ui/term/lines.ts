import { createInterface } from 'node:readline'

/** Lines as the terminal's own line editing gives them: with a screen reader its echo is what speaks. */
export function readLines(
  stdin: NodeJS.ReadStream,
  { line, ended }: { line(text: string): void; ended(): void },
): { close(): void } {
  const reader = createInterface({ input: stdin, terminal: false })
  let isClosed = false
  reader.on('line', line)
  reader.on('close', () => {
    if (!isClosed) ended()
  })
  return {
    close() {
      isClosed = true
      reader.close()
    },
  }
}
