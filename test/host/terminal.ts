import headless from '@xterm/headless'
import { Unicode11Addon } from '@xterm/addon-unicode11'

/** A plain terminal to hold ours against, read through its public interface only. */
export type Plain = {
  /** False when xterm.js itself fails on them: there is nothing to compare with then. */
  write(bytes: Buffer | string): boolean
  resize(cols: number, rows: number): void
  /** Rows without styles. */
  text(): string[]
  /** xterm.js 6.0.0 lets the alternate screen scroll when it was empty during a change of size. */
  isOdd(): boolean
  /** Everything a person could see, and what later output builds on. */
  look(): Look
}
export type Look = {
  rows: string[]
  cursor: { x: number; y: number }
  modes: Record<string, unknown>
}

export function plainTerminal(cols: number, rows: number): Plain {
  const terminal = new headless.Terminal({
    cols,
    rows,
    scrollback: 1000,
    reflowCursorLine: true,
    allowProposedApi: true,
    logLevel: 'off',
  })
  terminal.loadAddon(new Unicode11Addon())
  terminal.unicode.activeVersion = '11'
  // The public way tells of an exception inside it to nobody.
  const { _core: core } = terminal as unknown as { _core: { writeSync(bytes: Buffer | string): void } }
  return {
    write(bytes) {
      try {
        core.writeSync(bytes)
        return true
      } catch {
        return false
      }
    },
    resize: (newCols, newRows) => terminal.resize(newCols, newRows),
    text: () =>
      Array.from(
        { length: terminal.rows },
        (_, y) =>
          terminal.buffer.active.getLine(terminal.buffer.active.baseY + y)?.translateToString(true) ?? '',
      ),
    isOdd: () => terminal.buffer.alternate.baseY > 0,
    look() {
      const buffer = terminal.buffer.active
      const rows = Array.from({ length: terminal.rows }, (_, y) => {
        const line = buffer.getLine(buffer.baseY + y)
        const cells = Array.from({ length: terminal.cols }, (_, x) => {
          const cell = line?.getCell(x)
          if (!cell) return ''
          const isSecondHalf =
            cell.getWidth() === 0 && cell.getChars() === '' && line?.getCell(x - 1)?.getWidth() === 2
          if (isSecondHalf) return ''
          const style = [
            cell.getFgColorMode() && `f${cell.getFgColorMode()}.${cell.getFgColor()}`,
            cell.getBgColorMode() && `b${cell.getBgColorMode()}.${cell.getBgColor()}`,
            cell.isBold() && 'bold',
            cell.isDim() && 'dim',
            cell.isItalic() && 'italic',
            cell.isUnderline() && 'underline',
            cell.isBlink() && 'blink',
            cell.isInverse() && 'inverse',
            cell.isInvisible() && 'hidden',
            cell.isStrikethrough() && 'strike',
            cell.isOverline() && 'overline',
          ].filter(Boolean)
          // A wide character cut by a narrower window, or half written over, cannot be shown.
          const isCut =
            cell.getWidth() === 2 && (x + 1 === terminal.cols || line?.getCell(x + 1)?.getWidth() !== 0)
          const shown = isCut ? ' ' : cell.getChars() || ' '
          // An empty cell with colours for letters it does not have looks like any other.
          const seen =
            shown === ' '
              ? style.filter(
                  (s) =>
                    /^(b|inverse|underline|strike|overline)/.test(String(s)) && s !== 'bold' && s !== 'blink',
                )
              : style
          return seen.length > 0 ? `{${seen.join(',')}:${shown}}` : shown
        })
        return cells.join('').trimEnd()
      })
      return {
        rows,
        cursor: { x: buffer.cursorX, y: buffer.cursorY },
        modes: { ...terminal.modes, synchronizedOutputMode: undefined },
      } // a painting is whole: it needs no update held back
    },
  }
}
