import type { Size } from '../layout.ts'
import type { Borrower } from './borrower.ts'

/** What a borrower of the terminal reads and writes: bytes, untouched. */
export type Loan = {
  input: { onData(listener: (chunk: Buffer) => void): () => void; pause(): void; resume(): void }
  output: { write(bytes: Buffer | string): boolean; onceDrained(listener: () => void): void }
  /** The window while it is lent. */
  size(): Size
  onResize(listener: (size: Size) => void): () => void
  /** Called after a stop from outside (SIGSTOP, then SIGCONT): all must be drawn again. */
  onResumed(listener: () => void): void
  /** It is this process's own terminal, and not one that it was given some other way. */
  isOwn: boolean
  /** Has it show bytes as they are. */
  toPlain(): void
  /** Takes the terminal back: what was typed and not read is dropped. */
  giveBack(): void
}

type Terminal = {
  stdin: NodeJS.ReadStream
  stdout: NodeJS.WriteStream
  size(): Size
  /** The view still has it, to lend. */
  isOpen(): boolean
}

/** The terminal's two ways and its window, as the borrower has them. */
export function lentTo(
  borrower: Borrower,
  { stdin, stdout, size, isOpen }: Terminal,
): Pick<Loan, 'input' | 'output' | 'size' | 'onResize' | 'onResumed'> {
  return {
    input: {
      onData: (listener) => borrower.onData(listener),
      pause: () => void stdin.pause(),
      resume: () => void stdin.resume(),
    },
    output: {
      // Once closed the terminal is the shell's: whatever still comes is dropped.
      write(bytes) {
        if (!isOpen() || stdout.destroyed) return true
        const isFlowing = stdout.write(bytes)
        const more = borrower.wrote(bytes)
        return more === '' ? isFlowing : stdout.write(more)
      },
      onceDrained: (listener) => void stdout.once('drain', listener),
    },
    size,
    onResize(listener) {
      const heard = () => listener(size())
      stdout.on('resize', heard)
      return () => {
        stdout.off('resize', heard)
      }
    },
    onResumed(listener) {
      borrower.resumed = listener
    },
  }
}
