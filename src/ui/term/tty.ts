import type { Rgb } from '../../protocol/theme.ts'
import type { Size } from '../layout.ts'
import { caretOf } from '../look/caret.ts'
import { Asking } from './asking.ts'
import { Borrower } from './borrower.ts'
import { Tokenizer, type Token } from './input.ts'
import { type Loan, lentTo } from './loan.ts'
import { openModes } from './modes.ts'
import { LateReports, MOUSE_OFF, MOUSE_ON } from './mouse.ts'
import { Painter } from './painter.ts'

export type TtyEvents = {
  /** All keys of one chunk, in order. Those that shall go to somebody else are returned. */
  tokens(tokens: Token[], chunk: number): Token[]
  resized(size: Size): void
  /** The terminal is ours again after a stop (Ctrl+Z, fg): draw all. */
  resumed(): void
  /** The terminal told what is behind its text. */
  background(back: Rgb): void
  /** Hung up, or told to end. The terminal is restored already. `code` is the exit code. */
  ended(code: number): void
}

export type Tty = {
  size(): Size
  draw(frame: string): void
  /** Of the window; written when it changes. The one there was before comes back at the end. */
  title(text: string): void
  /** Sends a bell or a message. While the terminal is lent, where it breaks no sequence of the borrower's. */
  tell(bytes: string): void
  /** Draws nothing until it is given back; keys go to the borrower, `ahead` first. */
  lend(): Loan
  /** What is drawn would not be seen. */
  readonly isLent: boolean
  /** Ctrl+Z: gives the shell its terminal and stops until `fg`. */
  suspend(): void
  repaint(): void
  /** Asks what is behind the text. */
  ask(): void
  /** When nothing that was asked for can come any more: at once, or within a second. */
  settled(): Promise<void> | undefined
  /** Restores the terminal for good. Safe to call twice. */
  close(): void
}

// Synchronized output, for frames large enough to tear; terminals without it ignore the mode.
const SYNC_START = '\u001b[?2026h'
const SYNC_END = '\u001b[?2026l'
const SYNC_FROM_BYTES = 512
const HIDE_CURSOR = '\u001b[?25l'
const SHOW_CURSOR = '\u001b[?25h'

type Streams = {
  stdin: NodeJS.ReadStream
  stdout: NodeJS.WriteStream /** Reads the mouse. */
  mouse: boolean
}

/** A screen that is there already, in the view's modes. */
export type Standing = { frame: string } & Size

/** Takes the terminal. Its sole owner until `close`, whatever ends the process. */
export function openTty({ stdin, stdout, mouse }: Streams, events: TtyEvents, standing?: Standing): Tty {
  const asking = new Asking((back) => events.background(back))
  const tokenizer = new Tokenizer((reply) => asking.heard(reply))
  const painter = new Painter()
  let timer: NodeJS.Timeout | undefined
  let chunks = 0
  let open = true
  let delivering = false
  let loan: Borrower | undefined
  const isOwn = stdin === process.stdin && stdout === process.stdout
  /** Where the terminal's cursor shows, as `CSI` has it: `row;col`. */
  let cursor = ''

  const size = (): Size => ({ cols: stdout.columns || 80, rows: stdout.rows || 24 })
  const write = (text: string) => {
    if (!stdout.destroyed) stdout.write(text)
  }
  const modes = openModes({ stdin, write, mouse, isOwn })

  function read(chunk: Buffer): void {
    if (loan) return lent(asking.strip(loan.late?.strip(chunk) ?? chunk))
    chunks++
    tokenizer.awaits = asking.open
    deliver(tokenizer.push(Buffer.concat([asking.take(), chunk])))
  }

  function deliver(tokens: Token[]): void {
    clearTimeout(timer)
    timer = undefined
    delivering = true
    const heard = mouse ? tokens : tokens.filter(({ type }) => type !== 'mouse')
    const rest = heard.length > 0 ? events.tokens(heard, chunks) : []
    delivering = false
    if (loan) {
      // The key that lent the terminal came with others behind it: they are the borrower's.
      for (const token of rest) if (token.type !== 'mouse') loan.hand(Buffer.from(token.raw))
      return lent(asking.strip(kept()))
    }
    const wait = tokenizer.waiting
    if (wait === undefined) return
    timer = setTimeout(() => {
      chunks++
      deliver(tokenizer.flush())
    }, wait)
  }

  /** What was read of a key so far. Half a report of the mouse stays here. */
  function kept(): Buffer {
    const held = tokenizer.take()
    if (!loan || !mouse) return held
    loan.late = new LateReports(() => performance.now(), held.toString('latin1'))
    return held.toString('latin1').startsWith('\u001b[<') ? Buffer.alloc(0) : held
  }

  /** What may be half an answer waits for the rest. */
  function lent(chunk: Buffer): void {
    const borrower = loan
    borrower?.hand(chunk)
    clearTimeout(timer)
    if (asking.waiting !== undefined) timer = setTimeout(() => borrower?.hand(asking.take()), asking.waiting)
  }

  /** Nothing of ours shows any more. */
  function blank(): void {
    cursor = ''
    painter.forget()
  }

  const leave = () => modes.leave(loan !== undefined)
  // A window that was smaller for a moment and is as before (no `resize` then) has lost what it showed.
  const onResize = () => {
    painter.forget()
    if (!loan) events.resized(size())
  }
  const onGone = () => end(129) // 128 + SIGHUP: the terminal went away
  const onCrash = (error: unknown) => {
    close()
    process.stderr.write(
      `roost: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    )
    process.exit(1)
  }
  const signals: Record<string, () => void> = {
    SIGHUP: () => end(129),
    SIGINT: () => end(130),
    SIGQUIT: () => end(131),
    SIGTERM: () => end(143),
    SIGTSTP: () => suspend(),
    SIGWINCH: onResize, // Node's own listener came first: the size is the new one
    SIGCONT: () => {
      if (!open) return
      modes.reenter()
      blank()
      if (loan) modes.toPlain()
      else modes.toPlainSoon()
      // A shell that had the terminal meanwhile has changed its modes and its screen.
      if (loan) loan.resumed?.()
      else events.resumed()
    },
  }

  function end(code: number): void {
    if (!open) return
    close()
    events.ended(code)
  }

  function suspend(): void {
    if (!open || loan) return
    if (asking.open) return void asking.settled().then(suspend)
    leave()
    // The whole job, as the terminal itself would: the shell waits for its group, not for one process.
    process.kill(process.pid, 'SIGSTOP')
  }

  function close(): void {
    if (!open) return
    open = false
    clearTimeout(timer)
    stdin.off('data', read).off('end', onGone).off('error', onGone)
    stdout.off('error', onGone)
    process.off('exit', leave).off('uncaughtException', onCrash)
    for (const [name, handler] of Object.entries(signals)) process.off(name, handler)
    leave()
    stdin.pause()
  }

  stdin.on('data', read).on('end', onGone).on('error', onGone)
  stdout.on('error', onGone)
  process.on('exit', leave).on('uncaughtException', onCrash)
  for (const [name, handler] of Object.entries(signals)) process.on(name, handler)
  if (standing) {
    if (mouse) write(MOUSE_ON)
    painter.know(standing.frame, standing.cols, standing.rows)
  } else modes.enter()
  modes.toPlainSoon()
  stdin.resume()

  return {
    size,
    draw(frame) {
      if (!open || loan) return
      const { cols, rows } = size()
      const { frame: drawn, at } = caretOf(frame)
      const changed = painter.draw(drawn, cols, rows)
      const place = at ? `${at.y + 1};${at.x + 1}` : ''
      if (changed === '' && place === cursor) return
      // Hidden while cells are written: it would be seen to run about.
      const bytes =
        (cursor === '' ? '' : HIDE_CURSOR) + changed + (place === '' ? '' : `\u001b[${place}H${SHOW_CURSOR}`)
      cursor = place
      write(bytes.length >= SYNC_FROM_BYTES ? SYNC_START + bytes + SYNC_END : bytes)
    },
    title(text) {
      if (open && !loan) modes.title(text)
    },
    tell(bytes) {
      if (!open || bytes === '') return
      write(loan?.tell(bytes) ?? bytes)
    },
    lend() {
      const mine = new Borrower()
      loan = mine
      if (mouse) write(MOUSE_OFF) // the session turns it on if it wants it
      if (!delivering) lent(asking.strip(kept()))
      return {
        ...lentTo(mine, { stdin, stdout, size, isOpen: () => open }),
        isOwn,
        toPlain: modes.toPlain,
        giveBack() {
          if (loan !== mine) return
          loan = undefined
          if (!open) return
          stdin.resume()
          modes.enter()
          blank()
          write(mine.untold())
          modes.titleAgain()
        },
      }
    },
    get isLent() {
      return loan !== undefined
    },
    suspend,
    repaint: () => painter.forget(),
    ask: () => {
      if (open && !loan) asking.ask(write)
    },
    settled() {
      // The answer comes behind all reports of the mouse that are on their way.
      if (mouse) {
        write(MOUSE_OFF)
        asking.ask(write)
      }
      return asking.open ? asking.settled() : undefined
    },
    close,
  }
}
