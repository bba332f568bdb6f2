import { below } from '../content/askframe.ts'
import { bodyRows, type Size } from '../layout.ts'
import type { Line } from '../line.ts'
import { panelExtent } from '../model/scroll.ts'
import type { Theme } from '../theme.ts'
import { Panel } from './Panel.tsx'

type Text = { title: Line; lines: readonly Line[]; scroll: number; window: Size; theme: Theme }

/** A text in a panel that takes all of the body. A window that has grown shows its end, and nothing beyond. */
export function ScrollPanel({ title, lines, scroll, window, theme }: Text) {
  const size = { cols: window.cols, rows: bodyRows(window) }
  const top = Math.min(scroll, panelExtent(lines.length, window).last)
  return (
    <Panel
      title={title}
      hint={below(lines.length - top - (size.rows - 2))}
      lines={lines.slice(top)}
      size={size}
      theme={theme}
    />
  )
}
