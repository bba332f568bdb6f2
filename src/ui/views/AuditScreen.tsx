import { auditFound, auditList } from '../content/audit.ts'
import { entryLines } from '../content/auditentry.ts'
import { bodyRows } from '../layout.ts'
import { span, type Line } from '../line.ts'
import { nameOf, NARROW } from '../model/rows.ts'
import type { Audit } from '../model/screens.ts'
import type { State } from '../model/state.ts'
import { cut } from '../text.ts'
import type { Theme } from '../theme.ts'
import { Panel } from './Panel.tsx'
import { ScrollPanel } from './ScrollPanel.tsx'

export function AuditScreen({ state, audit, theme }: { state: State; audit: Audit; theme: Theme }) {
  if (audit.open) {
    const { entry, scroll } = audit.open
    return (
      <ScrollPanel
        title={[span('Audit', 'strong'), span('  one entry', 'quiet')]}
        lines={entryLines(state, audit, entry)}
        scroll={scroll}
        window={state.size}
        theme={theme}
      />
    )
  }
  const { lines, below: left } = auditList(state, audit)
  return (
    <Panel
      title={[span('Audit', 'strong'), ...narrowed(state, audit)]}
      aside={count(state, audit)}
      hint={left > 0 ? [span(`▼ ${left} older`, 'quiet')] : []}
      lines={lines}
      size={{ cols: state.size.cols, rows: bodyRows(state.size) }}
      theme={theme}
    />
  )
}

/** What it is narrowed to, or that it is not. */
function narrowed(state: State, { session, denied, find }: Audit): Line {
  const known = session === undefined ? undefined : state.sessions.get(session)
  const facts = [
    ...(denied ? ['denied only'] : []),
    ...(session === undefined ? [] : [cut(known ? nameOf(known) : session, 24)]),
    ...(find === '' ? [] : [`“${cut(find, 16)}”`]),
  ]
  if (facts.length === 0)
    return state.size.cols < NARROW ? [] : [span('  who decided what, newest first', 'quiet')]
  return [span(`  ${facts.join(' · ')}`, 'needs')]
}

function count(state: State, audit: Audit): Line {
  if (!audit.entries) return []
  // What stands here is from before it went.
  if (state.link.is !== 'up') return [span('as it was', 'needs')]
  const n = auditFound(audit).length
  return n === 0
    ? []
    : [span(`${audit.cursor + 1} of ${n}${audit.more && audit.find === '' ? '+' : ''}`, 'quiet')]
}
