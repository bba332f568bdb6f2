import { Frame } from '../protocol/frames.ts'
import type { Exit, Notice } from '../protocol/host.ts'
import { HOST_PROTOCOL } from '../protocol/version.ts'
import { DetachKeys } from './detach-keys.ts'
import { dialHost, type HostConnection } from './host.ts'
import { ownTerminal } from './own-terminal.ts'
import { leavingWatch, openHint } from './watching.ts'
import { ScreenFilter } from './screen-filter.ts'
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
  /** Given a way to have the whole screen painted again. */
  onReady?(redraw: () => void): void
  /** Leaves as if the detach key was pressed. */
  signal?: AbortSignal
}

/**
 * Shows a session on a terminal and types into it until a detach key, its end, or the loss of one side. Whatever
 * happens, the terminal's modes are left as a shell expects them.
 */
export async function attach(options: AttachOptions): Promise<AttachEnd> {
  const { output, cols, rows, readOnly, name } = options
  let host: HostConnection
  try {
    host = await dialHost(options.socket, {
      protocol: HOST_PROTOCOL,
      role: 'attach',
      cols,
      rows,
      readOnly,
      name,
    })
  } catch (error) {
    return { why: 'lost', says: error instanceof Error ? error.message : String(error) }
  }
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
  const terminal = ownTerminal(() => redraw())
  try {
    const end = await attach({
      ...options,
      ...terminal.size(),
      input: terminal.input,
      output: terminal.output,
      onResize: terminal.onResize,
      onReady: (again) => (redraw = again),
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
    isRedrawing = true
  }
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
    const finish = (end: AttachEnd): void => {
      if (isOver) return
      isOver = true
      hint?.close()
      stopKeys()
      stopResize()
      signal?.removeEventListener('abort', onAbort)
      resolve({ end, changedColours: filter.changedColours })
    }
    const onAbort = (): void => finish({ why: 'detached', rest: Buffer.alloc(0) })
    const stopKeys = sendKeys(options, host, { finish, ignored: () => hint?.show() })
    const stopResize = options.onResize((now) => {
      size = now
      host.send(Frame.resize, JSON.stringify(now))
    })
    signal?.addEventListener('abort', onAbort)
    host.onFrame((kind, payload) => {
      if (isOver) return
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
    void host.closed.then((says) => finish({ why: 'lost', says }))
    options.onReady?.(redraw)
    if (signal?.aborted) onAbort()
  })
}

/** Sends what is typed until a detach key; while it looks only, nothing. Returns the way to stop. */
function sendKeys(
  options: AttachOptions,
  host: HostConnection,
  { finish, ignored }: { finish(end: AttachEnd): void; ignored(): void },
): () => void {
  const { input, readOnly } = options
  const keys = new DetachKeys(options.detachKeys)
  return input.onData((chunk) => {
    const typed = keys.push(chunk)
    const leaving = readOnly && !typed.detach ? leavingWatch(chunk) : undefined
    if (leaving) return finish({ why: 'detached', rest: Buffer.from(leaving) })
    if (readOnly && !typed.detach) return ignored()
    if (typed.send.length > 0 && !readOnly && !host.send(Frame.input, typed.send) && input.resume) {
      input.pause?.() // the program does not read: neither do we
      host.onceDrained(() => input.resume?.())
    }
    if (typed.detach) finish({ why: 'detached', rest: typed.rest })
  })
}
