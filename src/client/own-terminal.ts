import { writeSync } from 'node:fs'
import { endOutputProcessing } from './output-processing.ts'
import { CLEAR, ENTER, LEAVE, RESET_MODES } from './terminal-modes.ts'

/** Answers to a program's queries and mouse reports still on their way would be typed into the shell. */
const SETTLE_MS = 30
const FATAL: NodeJS.Signals[] = ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT']

export type OwnTerminal = {
  size(): { cols: number; rows: number }
  onResize(listener: (size: { cols: number; rows: number }) => void): () => void
  input: { onData(listener: (chunk: Buffer) => void): () => void; pause(): void; resume(): void }
  output: { write(bytes: Buffer | string): boolean }
  /** Aborted by a signal, or when the terminal goes away. `why` says which. */
  ended: AbortSignal
  why(): string | undefined
  /** Raw mode off, handlers off. Call it last; waits a moment for what the terminal still sends. */
  release(): Promise<void>
}

/**
 * This process's terminal in raw mode. On every way out, a signal or a fault included, it is as it was. Stopped
 * from outside (SIGTSTP) it gives the terminal back, and takes it again when it goes on: `onBack`. Before that
 * `takeBack` is to see that nobody else uses it.
 */
export function ownTerminal({
  onBack,
  takeBack,
}: {
  onBack(): void
  takeBack(): Promise<void>
}): OwnTerminal {
  const { stdin, stdout } = process
  const wasRaw = stdin.isRaw
  const ending = new AbortController()
  let why: string | undefined
  let isOurs = true
  const size = (): { cols: number; rows: number } => ({ cols: stdout.columns || 80, rows: stdout.rows || 24 })

  const giveBack = (): void => {
    if (!isOurs) return
    isOurs = false
    writeNow(RESET_MODES + CLEAR + LEAVE)
    stdin.setRawMode(wasRaw)
  }
  const onSuspend = (): void => {
    void takeBack().then(() => {
      giveBack()
      process.kill(process.pid, 'SIGSTOP')
    })
  }
  const onContinue = (): void => {
    // Stopped by SIGSTOP nothing was given back, but a shell has had the terminal. Node sets no mode that it takes for
    // set already (uv_tty_set_mode).
    if (isOurs) stdin.setRawMode(false)
    isOurs = true
    stdin.setRawMode(true)
    endOutputProcessing()
    writeNow(ENTER)
    onBack()
  }
  const end = (says: string): void => {
    why ??= says
    ending.abort()
  }
  const onFatal = (name: NodeJS.Signals): void => end(`ended by ${name}`)
  const onGone = (): void => end('the terminal is gone')
  process.on('exit', giveBack)
  process.on('SIGTSTP', onSuspend)
  process.on('SIGCONT', onContinue)
  for (const name of FATAL) process.on(name, onFatal)
  stdin.on('end', onGone)
  stdin.on('error', onGone) // EIO
  stdin.setRawMode(true)

  return {
    size,
    onResize(listener) {
      const tell = (): void => listener(size())
      stdout.on('resize', tell)
      return () => stdout.off('resize', tell)
    },
    input: {
      onData(listener) {
        const take = (chunk: Buffer | string): void =>
          listener(typeof chunk === 'string' ? Buffer.from(chunk) : chunk)
        stdin.on('data', take)
        stdin.resume()
        return () => stdin.off('data', take)
      },
      pause: () => void stdin.pause(),
      resume: () => void stdin.resume(),
    },
    output: {
      write(bytes) {
        writeNow(bytes)
        return true
      },
    },
    ended: ending.signal,
    why: () => why,
    async release() {
      isOurs = false // whoever wrote to it has left it as it was
      if (why === undefined) await new Promise((done) => setTimeout(done, SETTLE_MS))
      stdin.setRawMode(wasRaw)
      stdin.pause()
      process.off('exit', giveBack)
      process.off('SIGTSTP', onSuspend)
      process.off('SIGCONT', onContinue)
      for (const name of FATAL) process.off(name, onFatal)
      stdin.off('end', onGone)
      stdin.off('error', onGone)
    },
  }
}

/** Past Node's streams: at once and in order, and an echo comes a third sooner. */
function writeNow(text: Buffer | string): void {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(1, bytes, at, bytes.length - at)
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      if (code !== 'EAGAIN') return // EIO: the terminal is gone; a signal or the end of its input follows
      // Somebody who shares the terminal made it non-blocking: wait without spinning.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2)
    }
  }
}
