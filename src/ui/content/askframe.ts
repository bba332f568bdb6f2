import { age } from '../age.ts'
import { cutLine, span, type Line, type Span, type Tone } from '../line.ts'
import { armed } from '../model/arming.ts'
import { nameOf } from '../model/rows.ts'
import type { Ask } from '../model/screens.ts'
import type { State } from '../model/state.ts'
import { cutPath, plain, shownLine, tilde, width } from '../text.ts'
import { folderCells, RISK_WORD, spareCells, TITLE_TOOL } from './ask.ts'

/** Title and corner of the card. */
export function askTitle(state: State, { request, step }: Ask): { title: Line; aside: Line } {
  const at = state.requests.findIndex((r) => r.id === request.id) + 1
  const count = state.requests.length > 1 && at > 0 ? ` ${at} of ${state.requests.length}` : ''
  const tool = shownLine(request.tool)
  const word = {
    permission: tool.length <= TITLE_TOOL ? `Allow ${tool}?` : 'Allow this?',
    question: 'Question',
    plan: 'Go ahead with this plan?',
  }[request.kind]
  const title =
    step.is === 'rule' || step.is === 'rule-edit'
      ? 'Always allow this?'
      : step.is === 'closed'
        ? 'Answered'
        : word
  const risky = request.risk !== 'low' && step.is !== 'closed'
  return {
    title: [span(title, 'strong'), span(count, 'quiet')],
    aside: risky ? [span(RISK_WORD[request.risk], 'danger')] : [],
  }
}

export function askTone({ request, step }: Ask): Tone {
  if (step.is === 'closed') return 'rule'
  return request.risk === 'low' ? 'accent' : 'failed'
}

/** Who asks, where, since when. */
export function askHead(state: State, { request }: Ask, cols: number): Line[] {
  const session = state.sessions.get(request.session)
  const name = session ? nameOf(session) : request.session
  const room = folderCells(session, cols)
  const facts = [
    ...(session ? [plain(session.agent)] : []),
    ...(room > 0 ? [cutPath(tilde(plain(request.cwd), state.place.home), room)] : []),
    ...(spareCells(session, cols) < 0 ? [] : [age(request.since, state.now)]),
  ].join(' · ')
  return [[...cutLine([span(name, 'strong')], cols - width(facts) - 2), span(`  ${facts}`, 'quiet')]]
}

/** In the lower edge: that there is more, and how much. */
export const below = (rows: number): Line =>
  rows > 0
    ? [
        span(`▼ ${rows} more ${rows === 1 ? 'line' : 'lines'}`, 'needs'),
        span(' · ', 'rule'),
        span('Space', 'key'),
      ]
    : []

/** The keys that answer, in the card's last row. They are quiet until they work. */
export function actionLine(state: State, ask: Ask, cols: number): Line {
  const { step } = ask
  const live = armed(state, state.now) || step.is === 'closed'
  const narrow = cols < 60
  const keys: [string, string][] = actions(ask, narrow)
  const out: Span[] = []
  for (const [key, label] of keys) {
    if (out.length > 0) out.push(span(narrow ? '  ' : '   '))
    const unread = key === 'y' && step.is === 'read' && !step.seenEnd && ask.request.risk !== 'low'
    const works = live && !unread
    out.push(span(key, works ? 'key' : 'quiet'), span(` ${label}`, works ? 'plain' : 'quiet'))
  }
  if (step.is === 'read' && step.first !== undefined)
    return [
      span('y', 'danger'),
      span(' again to allow', 'danger'),
      span(narrow ? '  ' : '   '),
      span('n', 'key'),
      span(' deny'),
    ]
  return cutLine(out, cols)
}

function actions({ request, step }: Ask, narrow: boolean): [string, string][] {
  switch (step.is) {
    case 'read': {
      if (request.kind === 'plan')
        return [
          ['y', 'go ahead'],
          ['n', narrow ? 'change it' : 'not so: say what to change'],
        ]
      const twice = request.risk !== 'low' && !narrow ? ' (press twice)' : ''
      return [
        ['y', `${narrow ? 'allow' : 'allow once'}${twice}`],
        ['n', narrow ? 'deny' : 'deny, say why'],
        ...(request.always ? ([['a', 'always…']] satisfies [string, string][]) : []),
        ...(typeof request.input.command === 'string' && !request.fixed
          ? ([['e', 'edit']] satisfies [string, string][])
          : []),
      ]
    }
    case 'rule':
      return [
        ['y', 'write it and allow'],
        ...(request.always?.by === 'roost' ? ([['e', 'edit']] satisfies [string, string][]) : []),
        ['n', 'no'],
      ]
    case 'rule-edit':
      return [
        ['Enter', 'look at it'],
        ['Esc', 'as it was'],
      ]
    case 'reason':
      return [
        ['Enter', request.kind === 'plan' ? 'send' : 'deny'],
        ['Esc', 'back'],
      ]
    case 'edit':
      return [
        ['Enter', 'review it'],
        ['Esc', 'as it was'],
      ]
    case 'choose':
      if (step.other)
        return [
          ['Enter', 'answer'],
          ['Esc', 'back'],
        ]
      return request.questions?.[step.index]?.multiSelect
        ? [
            ['Space', 'mark'],
            ['Enter', 'answer'],
            ['o', narrow ? 'other' : 'own words'],
          ]
        : [
            [`1–${Math.min(9, (request.questions?.[step.index]?.options.length ?? 0) + 1)}`, 'choose'],
            ['Enter', 'take it'],
            ['o', narrow ? 'other' : 'own words'],
          ]
    case 'sent':
      return []
    case 'closed':
      return [['Enter', 'go on']]
  }
}
