import { bodyRows, type Size } from '../layout.ts'
import { cells, line, span, type Line } from '../line.ts'
import { keyOf } from '../keymap.ts'
import { demoOffered } from '../model/list.ts'
import type { State } from '../model/state.ts'
import { plain, wrap } from '../text.ts'

/** What an empty list says: how to begin. */
export function emptyLines(state: State): Line[] {
  return centred(wordsFor(state), state.size)
}

/** A block of text in the middle of the body, somewhat above its centre. */
export function centred(text: readonly Line[], size: Size): Line[] {
  const { cols } = size
  const block = Math.max(...text.map(cells))
  const top = Math.max(0, Math.floor((bodyRows(size) - text.length) / 2.5))
  const indent = ' '.repeat(Math.max(1, Math.floor((cols - block) / 2)))
  return [
    ...Array.from({ length: top }, (): Line => []),
    ...text.map((l): Line => (l.length > 0 ? [span(indent), ...l] : l)),
  ]
}

function wordsFor(state: State): Line[] {
  if (state.sessions.size > 0 && state.filter === '')
    return [
      line('All are done, and hidden', 'strong'),
      [],
      [span(keyOf(state.keymap, 'list', 'hide'), 'key'), span(' shows them')],
    ]
  if (state.sessions.size > 0)
    return [
      [span('Nothing matches '), span(`“${plain(state.filter, 40)}”`, 'strong')],
      [],
      [span('Esc', 'key'), span(' shows all')],
    ]
  if (state.link.is !== 'up') return [line(WHERE[state.link.is], 'quiet')]
  if (demoOffered(state)) return noAgent(state)
  return [
    line('No sessions yet', 'strong'),
    [],
    [span('Press '), span(keyOf(state.keymap, 'list', 'new'), 'key'), span(' to start one, or in a shell:')],
    [],
    line('  roost run "fix the flaky test"', 'accent'),
    [],
    [span('d', 'key'), span(' starts a demo, to look around.', 'quiet')],
    line('Sessions go on when you close this.', 'quiet'),
  ]
}

const WHERE = {
  joining: 'Connecting…',
  down: 'The daemon is away.',
  stopped: 'The daemon was stopped; any key starts it.',
}

function noAgent({ agents, size }: State): Line[] {
  const installs = (agents ?? [])
    .flatMap((a) => (a.install ? [a.install] : []))
    .slice(0, size.rows < 16 ? 1 : 3)
  return [
    line('No coding agent is installed here', 'strong'),
    [],
    [span('Press '), span('d', 'key'), span(' for a demo that needs none,')],
    line(installs.length > 1 ? 'or install one of them:' : 'or install one:'),
    [],
    ...installs.flatMap((command) =>
      wrap(plain(command), size.cols - 6, 'words').map((text) => line(`  ${text}`, 'accent')),
    ),
  ]
}
