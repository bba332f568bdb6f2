import { Frame } from '../protocol/frames.ts'
import type { Exit, Given, Notice } from '../protocol/host.ts'
import { HOST_PROTOCOL } from '../protocol/version.ts'
import { DetachKeys } from '../terminal/detach-keys.ts'
import { dialHost, type HostConnection } from './host.ts'
import { lendable, Loan } from './loan.ts'
import { endOutputProcessing } from './output-processing.ts'
import { ownTerminal } from './own-terminal.ts'
import { ScreenFilter } from '../terminal/screen-filter.ts'
import { leavingWatch, openHint } from './watching.ts'
import { CLEAR, ENTER, KEEP_TITLE, LEAVE, OLD_TITLE, RESET_COLOURS, RESET_MODES } from './terminal-modes.ts'

/** How it ended. `rest`: what was typed behind the detach key, in the same chunk. */
export type AttachEnd =
  | { why: 'detached'; rest: Buffer }
  | { why: 'exited'; exit: Exit }
  | { why: 'lost'; says: string }

export type Size = { cols: number; rows: number }

/** Where keys come from, untouched. `onData` returns the way to stop. */
export type KeySource = {
  onData(listener: (chunk: Buffer) => void): () => void
  pause?(): void
  resume?(): void
}
/** Where the session is shown. `write` returns false when no more should come before `onceDrained`. */
export type Display = {
  write(bytes: Buffer | string): boolean
  onceDrained?(listener: () => void): void
}

export type AttachOptions = Size & {
  /** The host's unix socket. */
  socket: string
  input: KeySource
  output: Display
  /** Told of each new size of the terminal; returns the way to stop. */
  onResize(listener: (size: Size) => void): () => void
  /** `ctrl+q`, `ctrl+\`. */
  detachKeys: string[]
  /** Looks only: types nothing, never changes the session's size. */
  readOnly: boolean
  /** Shown for a moment while it looks only: at first, and at each key that does nothing. */
  hint?: string
  /** What others see, e.g. `pid 412`. */
  name: string
  /** The screen the terminal is on. From `main` we go to the alternate one and come back. Default `main`. */
  screen?: 'main' | 'alternate'
  onNotice?(notice: Notice): void
  /** Given ways to have the whole screen painted again, and to have a lent terminal back for good. */
  onReady?(redraw: () => void, takeBack: () => Promise<void>): void
  /** Input and output are this process's own terminal: it is lent to the host, unless it only looks. */
  isOwnTerminal?: boolean
  /** Has the terminal show bytes as they are: see `endOutputProcessing`. */
  toPlain?(): void
  /** Leaves as if the detach key was pressed. */
  signal?: AbortSignal
}

/**
 * Shows a session on a terminal and types into it until a detach key, its end, or the loss of one side. Whatever
 * happens, the terminal's modes are left as a shell expects them.
 */
export async function attach(options: AttachOptions): Promise<AttachEnd> {
  const { input, output, cols, rows, readOnly, name } = options
  const lends = options.isOwnTerminal && !readOnly ? lendable(options.detachKeys) : undefined
  if (lends) input.pause?.() // two must not read it
  // Once the hello is on its way: meanwhile the host opens the terminal.
  const isPlain = new Promise<void>((resolve) =>
    setImmediate(() => {
      options.toPlain?.()
      resolve()
    }),
  )
  let host: HostConnection
  try {
    host = await dialHost(options.socket, {
      protocol: HOST_PROTOCOL,
      role: 'attach',
      cols,
      rows,
      readOnly,
      name,
      ...(lends && { terminal: lends }),
    })
  } catch (error) {
    await isPlain // who gets the terminal back must not have it changed afterwards
    input.resume?.()
    return { why: 'lost', says: error instanceof Error ? error.message : String(error) }
  }
  await isPlain
  const isOnMain = options.screen !== 'alternate'
  output.write(isOnMain ? ENTER : KEEP_TITLE + CLEAR)
  const { end, changedColours } = await pump(options, host)
  host.close()
  output.write(RESET_MODES + (changedColours ? RESET_COLOURS : '') + CLEAR + (isOnMain ? LEAVE : OLD_TITLE))
  return end
}

/** Attaches this process's own terminal, and gives it back as it was whatever happens. */
export async function attachTerminal(
  options: Pick<AttachOptions, 'socket' | 'detachKeys' | 'readOnly' | 'name' | 'hint'>,
): Promise<AttachEnd> {
  let redraw = (): void => {}
  let takeBack = (): Promise<void> => Promise.resolve()
  const terminal = ownTerminal({ onBack: () => redraw(), takeBack: () => takeBack() })
  try {
    const end = await attach({
      ...options,
      ...terminal.size(),
      input: terminal.input,
      output: terminal.output,
      onResize: terminal.onResize,
      onReady(again, back) {
        redraw = again
        takeBack = back
      },
      isOwnTerminal: true,
      toPlain: endOutputProcessing,
      signal: terminal.ended,
    })
    const why = terminal.why()
    return why === undefined ? end : { why: 'lost', says: why }
  } finally {
    await terminal.release()
  }
}

function pump(
  options: AttachOptions,
  host: HostConnection,
): Promise<{ end: AttachEnd; changedColours: boolean }> {
  const { output, signal } = options
  let isRedrawing = false
  const redraw = (): void => {
    if (!isRedrawing) host.send(Frame.redraw, '')
    isRedrawing = !isLent()
  }
  let isLent = (): boolean => false // then the screen does not come by here
  const filter = new ScreenFilter(redraw)
  let size: Size = { cols: options.cols, rows: options.rows }
  const text = options.readOnly ? options.hint : undefined
  const hint = text === undefined ? undefined : openHint({ output, size: () => size, text, redraw })
  let isHinted = false
  const show = (bytes: Buffer): void => {
    if (bytes.length === 0 || output.write(bytes) || !output.onceDrained) return
    host.pause() // should it take long, the host drops us to a fresh screen
    output.onceDrained(() => host.resume())
  }
  return new Promise((resolve) => {
    let isOver = false
    let changedColours = false
    const loan = new Loan(host)
    isLent = () => loan.state === 'lent'
    const finish = (end: AttachEnd): void => {
      if (isOver) return
      isOver = true
      hint?.close()
      stopKeys()
      stopResize()
      signal?.removeEventListener('abort', onAbort)
      // Nobody else may write to it any more when we put it right.
      void loan.takeBack().then(() => {
        options.input.resume?.()
        resolve({ end, changedColours: changedColours || filter.changedColours })
      })
    }
    const onAbort = (): void => finish({ why: 'detached', rest: Buffer.alloc(0) })
    // Not before it is known who reads the terminal: no key may overtake another.
    let stopKeys = (): void => {}
    const readKeys = (send: (bytes: Buffer) => boolean): void => {
      const to = { send, onceDrained: host.onceDrained }
      stopKeys = sendKeys(options, to, { finish, ignored: () => hint?.show() })
      if (isOver) stopKeys() // the detach key was among what had been typed already
    }
    const lend = (): void => {
      const ahead: Buffer[] = []
      let isGoing = false
      readKeys((bytes) => (isGoing ? host.send(Frame.input, bytes) : ahead.push(bytes) > 0))
      options.input.pause?.()
      isGoing = true
      if (!isOver) loan.begin(Buffer.concat(ahead))
    }
    const relay = (): void => {
      loan.ended()
      options.input.resume?.()
      readKeys((bytes) => host.send(Frame.input, bytes))
    }
    const stopResize = options.onResize((now) => {
      size = now
      host.send(Frame.resize, JSON.stringify(now))
    })
    signal?.addEventListener('abort', onAbort)
    const onGiven = (given: Given): void => {
      changedColours ||= given.changedColours
      loan.ended()
      if (isOver) return
      if (given.why === 'detached')
        return finish({ why: 'detached', rest: Buffer.from(given.rest, 'base64') })
      options.input.resume?.()
      if (given.why !== 'exited') redraw()
    }
    host.onFrame((kind, payload) => {
      // Our own host's words.
      if (kind === Frame.given) return onGiven(JSON.parse(payload.toString()) as Given)
      if (isOver) return
      if (kind === Frame.lent) return lend()
      if (loan.state === 'unknown') relay() // the offer to take it would have come first
      if (kind === Frame.output) show(filter.push(payload))
      else if (kind === Frame.screen) {
        isRedrawing = false
        filter.restart()
        show(payload)
        if (!isHinted) hint?.show()
        isHinted = true
      } else if (kind === Frame.exit) finish({ why: 'exited', exit: JSON.parse(payload.toString()) as Exit })
      else if (kind === Frame.notice) options.onNotice?.(JSON.parse(payload.toString()) as Notice)
    })
    void host.closed.then((says) => {
      loan.ended()
      finish({ why: 'lost', says })
    })
    options.onReady?.(redraw, () => loan.takeBack())
    if (signal?.aborted) onAbort()
  })
}

/** Sends what is typed until a detach key; while it looks only, nothing. Returns the way to stop. */
function sendKeys(
  options: AttachOptions,
  to: { send(bytes: Buffer): boolean; onceDrained(listener: () => void): void },
  { finish, ignored }: { finish(end: AttachEnd): void; ignored(): void },
): () => void {
  const { input, readOnly } = options
  const keys = new DetachKeys(options.detachKeys)
  return input.onData((chunk) => {
    const typed = keys.push(chunk)
    const leaving = readOnly && !typed.detach ? leavingWatch(chunk) : undefined
    if (leaving) return finish({ why: 'detached', rest: Buffer.from(leaving) })
    if (readOnly && !typed.detach) return ignored()
    if (typed.send.length > 0 && !readOnly && !to.send(typed.send) && input.resume) {
      input.pause?.() // the program does not read: neither do we
      to.onceDrained(() => input.resume?.())
    }
    if (typed.detach) finish({ why: 'detached', rest: typed.rest })
  })
}
