import { keyName } from '../keynames.ts'
import { bodyRows } from '../layout.ts'
import { cutLine, line, span, type Line } from '../line.ts'
import { hasAgent, ofToday } from '../model/welcome.ts'
import type { Welcome } from '../model/screens.ts'
import type { State } from '../model/state.ts'
import { plain, wrap } from '../text.ts'
import { centred } from './empty.ts'
import { GROUP } from './groups.ts'

/** Wider it is not read in one glance. */
const COLS_MAX = 60
const AGENTS_MAX = 4

/** The first thing a person ever sees: what was found here, and four ways to begin. */
export function welcomeLines(state: State, screen: Welcome): Line[] {
  const cols = Math.min(COLS_MAX, state.size.cols - 2)
  const dense = bodyRows(state.size) < 16
  const gap: Line[] = dense ? [] : [[]]
  const lines = [
    line('Welcome to Roost', 'strong'),
    ...gap,
    ...agents(screen, cols, dense),
    ...gap,
    ...facts(state, screen, cols),
    ...gap,
    ...ways(state, screen),
    ...gap,
    line('Sessions go on when you close this.', 'quiet'),
    ...(dense ? [] : [line(`${keyName(state.place.detachKeys[0] ?? '')} leads back out of one.`, 'quiet')]),
  ]
  return centred(
    lines.map((l) => cutLine(l, cols)),
    state.size,
  )
}

function agents(screen: Welcome, cols: number, dense: boolean): Line[] {
  const { survey } = screen
  if (!survey) return [line('looking for coding agents…', 'quiet')]
  const here = survey.agents.filter((a) => !a.install)
  const missing = survey.agents.flatMap((a) => (a.install ? [a.install] : []))
  if (here.length === 0)
    return [
      line('No coding agent is installed yet. One of:', 'needs'),
      ...missing
        .slice(0, dense ? 1 : 2)
        .flatMap((command) =>
          wrap(plain(command), cols - 2, 'words').map((text) => line(`  ${text}`, 'accent')),
        ),
    ]
  const { glyph, tone } = GROUP.done
  return here
    .slice(0, dense ? 2 : AGENTS_MAX)
    .map(
      ({ name, version }): Line => [
        span(`${glyph} `, tone),
        span(plain(name, 20)),
        span(version ? ` ${plain(version, 30)}` : '', 'quiet'),
        span(' is installed', 'quiet'),
      ],
    )
}

function facts(state: State, screen: Welcome, cols: number): Line[] {
  const today = ofToday(state)
  const boot = screen.boot
  const said =
    boot?.is === 'done'
      ? boot.says
      : boot?.is === 'busy'
        ? ['installing…']
        : screen.survey
          ? [screen.survey.boot.says]
          : []
  return [
    line(
      today === undefined
        ? 'looking for conversations…'
        : today === 0
          ? 'no conversation of today to go on with'
          : `${today} ${today === 1 ? 'conversation' : 'conversations'} of today could go on here`,
      today ? 'plain' : 'quiet',
    ),
    ...said.flatMap((text) =>
      wrap(plain(text), cols, 'words').map((row) => line(row, boot ? 'accent' : 'quiet')),
    ),
  ]
}

function ways(state: State, screen: Welcome): Line[] {
  const way = (key: string, says: string, more = ''): Line => [
    span(key, 'key'),
    span(`  ${says}`),
    span(more, 'accent'),
  ]
  const boot = screen.survey && !screen.survey.boot.on && !screen.boot
  return [
    ...(hasAgent(screen) ? [way('n', 'start your first session')] : []),
    ...(ofToday(state) ? [way('a', 'go on with a conversation')] : []),
    way('d', 'look around in a demo'),
    ...(boot ? [way('b', 'at boot: ', screen.survey?.boot.command)] : []),
  ]
}
