import { endOutputProcessing } from '../../client/output-processing.ts'
import { KEEP_TITLE, OLD_TITLE, RESET_MODES, VIEW_ENTER, VIEW_LEAVE } from '../../client/terminal-modes.ts'
import { MOUSE_OFF, MOUSE_ON } from './mouse.ts'

// Hung up or told to end while it was lent: whatever modes and title the session had set.
const LEAVE_LENT = RESET_MODES + OLD_TITLE
const setTitle = (text: string): string => `\u001b]0;${text}\u0007`
// A terminal without a stack of titles keeps at least none of ours.
const NO_TITLE = setTitle('') + OLD_TITLE
/** After the first frames: a person waits for those, ms. */
const PLAIN_MS = 400

/** How the terminal is set while the view has it: raw, on the alternate screen, with the view's title. */
export type Modes = {
  enter(): void
  /** Anew: somebody else has had the terminal, and may have left it any way. */
  reenter(): void
  /** As the shell had it. `isLent`: a session may have set modes of its own. */
  leave(isLent: boolean): void
  /** Nothing we draw ourselves needs the processing of output, and what is lent must not have it. */
  toPlain(): void
  toPlainSoon(): void
  title(text: string): void
  /** A session has set its own. */
  titleAgain(): void
}

/** `isOwn`: it is this process's own terminal. */
export function openModes(terminal: {
  stdin: NodeJS.ReadStream
  write(bytes: string): void
  mouse: boolean
  isOwn: boolean
}): Modes {
  const { stdin, write, mouse, isOwn } = terminal
  let isEntered = true
  let isPlain = !isOwn
  let plainTimer: NodeJS.Timeout | undefined
  let titled: string | undefined

  function toPlain(): void {
    if (isPlain || !isEntered) return
    isPlain = true
    endOutputProcessing()
  }
  function enter(): void {
    isEntered = true
    stdin.setRawMode(true)
    write(mouse ? VIEW_ENTER + MOUSE_ON : VIEW_ENTER)
  }
  return {
    enter,
    reenter() {
      // Node sets nothing while it takes the terminal for raw already (uv_tty_set_mode).
      stdin.setRawMode(false)
      isPlain = !isOwn
      enter()
    },
    leave(isLent) {
      isEntered = false
      clearTimeout(plainTimer)
      try {
        write(
          (isLent ? LEAVE_LENT : '') +
            (mouse ? MOUSE_OFF : '') +
            VIEW_LEAVE +
            (titled === undefined ? '' : NO_TITLE),
        )
        titled = undefined
        stdin.setRawMode(false)
        isPlain = !isOwn
      } catch {
        // The terminal is gone: nothing to restore.
      }
    },
    toPlain,
    toPlainSoon() {
      clearTimeout(plainTimer)
      plainTimer = setTimeout(toPlain, PLAIN_MS)
    },
    title(text) {
      if (text === titled) return
      write((titled === undefined ? KEEP_TITLE : '') + setTitle(text))
      titled = text
    },
    titleAgain() {
      // Where titles have no stack, the session's own is still there.
      if (titled !== undefined) write(setTitle(titled))
    },
  }
}
