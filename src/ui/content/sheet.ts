import type { DaemonStatus } from '../../protocol/control.ts'
import { detailOf, SOURCE_SAYS, stateWord, type SessionView, type Signal } from '../../protocol/session.ts'
import { age } from '../age.ts'
import { line, span, type Line } from '../line.ts'
import { nameOf } from '../model/rows.ts'
import type { Sheet } from '../model/screens.ts'
import type { State } from '../model/state.ts'
import { plain, tilde, wrap } from '../text.ts'

const LABEL = 14

export function sheetTitle({ body }: Sheet): Line {
  switch (body?.is) {
    case undefined:
      return line('…', 'strong')
    case 'explain':
      return [span('Why', 'strong'), span(`  ${nameOf(body.session)}`)]
    case 'daemon':
      return line('The daemon', 'strong')
  }
}

/** What a sheet says, wrapped to `cols`. */
export function sheetLines(state: State, { body }: Sheet, cols: number): Line[] {
  switch (body?.is) {
    case undefined:
      return [line('asking…', 'quiet')]
    case 'explain':
      return explained(state, body.session, body.signals, cols)
    case 'daemon':
      return daemon(state, body.status, cols)
  }
}

/** The newest signal is the one that holds, so it comes first. */
function explained(state: State, s: SessionView, signals: readonly Signal[], cols: number): Line[] {
  const { life } = s
  const detail = plain(detailOf(s))
  return [
    ...fact('state', `${stateWord(s)}${detail ? `: ${detail}` : ''}`, cols),
    ...fact('id', s.id, cols),
    ...fact('agent', `${plain(s.agent)} in ${tilde(plain(s.cwd), state.place.home)}`, cols),
    ...(life.status === 'running'
      ? fact('processes', `agent ${life.agentPid}, host ${life.host.pid}`, cols)
      : []),
    ...fact('conversation', s.resumeId ?? 'not known', cols),
    [],
    line('Because, newest first', 'accent'),
    ...signals.toReversed().flatMap(({ source, at, says }): Line[] => {
      const when = age(at, state.now).padStart(4)
      return wrap(`${plain(says)} (${SOURCE_SAYS[source]})`, cols - 6, 'words').map(
        (text, i): Line => [span(i === 0 ? `${when}  ` : '      ', 'quiet'), span(text)],
      )
    }),
  ]
}

function daemon(state: State, d: DaemonStatus, cols: number): Line[] {
  return [
    ...fact('version', d.version, cols),
    ...fact('build', d.build, cols),
    ...fact('pid', `${d.pid}, up ${age(d.startedAt, state.now)}`, cols),
    ...fact('home', tilde(d.home, state.place.home), cols),
    ...fact('socket', tilde(d.socket, state.place.home), cols),
    ...fact('agents live', `${d.sessions}`, cols),
    ...fact('connected', `${d.clients}`, cols),
    ...(d.memory ? fact('memory', plain(d.memory), cols) : []),
    [],
    ...wrap('Sessions outlive it: they run in hosts of their own.', cols, 'words').map((text) =>
      line(text, 'quiet'),
    ),
  ]
}

function fact(label: string, text: string, cols: number): Line[] {
  return wrap(text, cols - LABEL, 'words').map(
    (row, i): Line => [span((i === 0 ? label : '').padEnd(LABEL), 'quiet'), span(row)],
  )
}
