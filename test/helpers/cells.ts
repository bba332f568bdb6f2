/* oxlint-disable no-underscore-dangle -- the private fields of another library are named so */
import type { IBufferCell, Terminal } from '@xterm/headless'

/** What a terminal shows, cell by cell, one string a row: equal strings look the same to a person. */
export function cellsOf(term: Terminal): string[] {
  const buffer = term.buffer.active
  return Array.from({ length: term.rows }, (_, y) => {
    const row = buffer.getLine(buffer.baseY + y)
    let text = ''
    let last = ''
    for (let x = 0; x < term.cols; x++) {
      const cell = row?.getCell(x)
      if (!cell || cell.getWidth() === 0) continue
      const look = lookOf(cell)
      if (look !== last) text += `{${look}}`
      last = look
      text += cell.getChars() || ' '
    }
    return text
  })
}

/** Colours and attributes of a cell, empty for a plain one. A blank cell has no foreground to see. */
function lookOf(cell: IBufferCell): string {
  const shows = cell.getChars().trim() !== '' || cell.isInverse() || cell.isUnderline()
  return [
    shows && !cell.isFgDefault() && `f${cell.isFgRGB() ? 'rgb' : ''}${cell.getFgColor()}`,
    !cell.isBgDefault() && `b${cell.isBgRGB() ? 'rgb' : ''}${cell.getBgColor()}`,
    shows && cell.isBold() && 'bold',
    shows && cell.isDim() && 'dim',
    shows && cell.isItalic() && 'italic',
    cell.isUnderline() && 'underline',
    cell.isInverse() && 'inverse',
    shows && cell.isStrikethrough() && 'strike',
    shows && cell.isInvisible() && 'hidden',
  ]
    .filter(Boolean)
    .join(' ')
}

export function cursorOf(term: Terminal): { x: number; y: number } {
  return { x: term.buffer.active.cursorX, y: term.buffer.active.cursorY }
}

/** Every mode a program may have left on, as far as xterm tells; plus those only its private state knows. */
export function modesOf(term: Terminal) {
  // Not public: whether the cursor is hidden, and the pen's colours.
  const { _core: core } = term as unknown as {
    _core: {
      coreService: { isCursorHidden: boolean; decPrivateModes: { cursorStyle?: string } }
      _inputHandler: { _curAttrData: { fg: number; bg: number } }
      _charsetService: { glevel: number; charset: unknown }
      buffers: { active: { scrollTop: number; scrollBottom: number } }
    }
  }
  return {
    ...term.modes,
    screen: term.buffer.active.type,
    cursorHidden: core.coreService.isCursorHidden,
    cursorStyle: core.coreService.decPrivateModes.cursorStyle,
    pen: { fg: core._inputHandler._curAttrData.fg, bg: core._inputHandler._curAttrData.bg },
    drawing: core._charsetService.charset !== undefined || core._charsetService.glevel !== 0,
    region: [core.buffers.active.scrollTop, core.buffers.active.scrollBottom],
  }
}
