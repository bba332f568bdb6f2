import { runs } from '../../protocol/session.ts'
import { logLines, logRows, logTop } from '../content/log.ts'
import { bodyRows } from '../layout.ts'
import { line, span, type Line } from '../line.ts'
import { nameOf } from '../model/rows.ts'
import type { LogScreen } from '../model/screens.ts'
import type { State } from '../model/state.ts'
import type { Theme } from '../theme.ts'
import { Panel } from './Panel.tsx'

export function LogView({ state, screen, theme }: { state: State; screen: LogScreen; theme: Theme }) {
  const { size } = state
  const session = state.sessions.get(screen.id)
  const talk = screen.of === 'talk'
  const rows = logRows(size)
  const all = logLines(screen, size)
  const top = logTop(screen, size)
  const shown: Line[] = all.slice(top, top + rows).map((text) => marked(text, screen.find))
  if (all.length === 0)
    shown.push(line(screen.problem ?? (talk ? 'Nothing was said yet.' : 'No output yet.'), 'quiet'))
  const left = all.length - top - rows
  const live = session !== undefined && runs(session)
  const where =
    screen.top === 'follow'
      ? live
        ? 'following'
        : 'all of it'
      : left > 0
        ? `held · ${left} more below`
        : 'held at the end'
  return (
    <Panel
      title={[
        span(talk ? 'Conversation' : 'Output', 'strong'),
        span(`  ${session ? nameOf(session) : screen.id}`),
      ]}
      aside={[span(where, screen.top === 'follow' ? 'quiet' : 'needs')]}
      lines={shown}
      size={{ cols: size.cols, rows: bodyRows(size) }}
      theme={theme}
    />
  )
}

/** The row with what was looked for stressed. */
function marked(text: string, find: string): Line {
  const at = find === '' ? -1 : text.toLowerCase().indexOf(find.toLowerCase())
  if (at === -1) return line(text)
  const end = at + find.length
  return [span(text.slice(0, at)), span(text.slice(at, end), 'caret'), ...marked(text.slice(end), find)]
}
