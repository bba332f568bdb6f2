import { cleanText } from '../../protocol/clean.ts'
import { detailOf, groupOf, sinceOf, type Group, type SessionView } from '../../protocol/session.ts'
import { askLines } from '../content/ask.ts'
import type { Line } from '../line.ts'
import { visible } from '../model/find.ts'
import { GROUPS } from '../model/order.ts'
import { nameOf } from '../model/rows.ts'
import type { Ask } from '../model/screens.ts'
import type { State } from '../model/state.ts'
import { screenKey } from '../model/arming.ts'
import { plain, proseLine, shownLine, tilde } from '../text.ts'

/** What is told in words: no glyph, no colour, no column means anything here. */
const WORD: Record<Group, string> = {
  needs: 'needs you',
  working: 'working',
  idle: 'idle',
  done: 'done',
  failed: 'failed',
}

const MINUTE = 60_000

function since(at: number, now: number): string {
  const minutes = Math.floor(Math.max(0, now - at) / MINUTE)
  if (minutes < 1) return 'just now'
  const [many, unit] =
    minutes < 60
      ? [minutes, 'minute']
      : minutes < 1440
        ? [Math.floor(minutes / 60), 'hour']
        : [Math.floor(minutes / 1440), 'day']
  return `for ${many} ${unit}${many === 1 ? '' : 's'}`
}

/** `3 sessions. 1 needs you, 2 working.` */
export function summary({ sessions }: State): string {
  if (sessions.size === 0) return 'No sessions. To start one, in a shell: roost run "what it should do"'
  const counts = GROUPS.flatMap((group) => {
    const many = [...sessions.values()].filter((s) => groupOf(s) === group).length
    if (many === 0) return []
    return [group === 'needs' && many > 1 ? `${many} need you` : `${many} ${WORD[group]}`]
  })
  return `${sessions.size} ${sessions.size === 1 ? 'session' : 'sessions'}: ${counts.join(', ')}.`
}

/** The sessions in the order of what must be done, each with the number it is called by. */
export function listed(
  state: State,
  wanted: (s: SessionView) => boolean,
): { ids: string[]; lines: string[] } {
  const all = visible(state)
  const lines = all.flatMap((s, i) => (wanted(s) ? [`${i + 1}. ${sentence(state, s)}`] : []))
  return { ids: all.map((s) => s.id), lines }
}

function sentence(state: State, s: SessionView): string {
  const detail = detailWords(s)
  const facts = [
    WORD[groupOf(s)] + (detail === '' ? '' : `, ${detail}`),
    since(sinceOf(s), state.now),
    ...(s.pinned ? ['pinned'] : []),
    ...(s.paused ? ['paused, everything asks'] : []),
    `${plain(s.agent)} in ${plain(tilde(s.cwd, state.place.home))}`,
  ]
  return `${nameOf(s)}: ${facts.join('; ')}.`
}

/** Without the point at its end: the sentence has its own. */
const detailWords = (s: SessionView): string => plain(detailOf(s)).replace(/\.$/, '')

/** What a change is worth saying: that it is in another group now. */
export function change(before: SessionView | undefined, after: SessionView): string | undefined {
  const group = groupOf(after)
  const was = before?.life.status === 'stopping' ? undefined : before && groupOf(before)
  if (before && (was === group || !isNews(after))) return undefined
  const detail = detailWords(after)
  return `${nameOf(after)}: ${before ? WORD[group] : `new, ${WORD[group]}`}${detail ? `, ${detail}` : ''}.`
}

/** That an agent works on is no news, nor that a plain program prints or pauses. */
function isNews({ life, because }: SessionView): boolean {
  if (life.status !== 'running') return life.status !== 'starting' && life.status !== 'stopping'
  if (life.activity.kind === 'needs-input') return true
  return life.activity.kind === 'idle' && because?.source !== 'output' && because?.source !== 'title'
}

const RISK = { low: '', high: 'High risk. ', catastrophic: 'Catastrophic. ' } as const

/** The whole card, nothing left out: what the agent wants, why it is risky, and what may be said. */
function card(state: State, ask: Ask): string[] {
  const { request } = ask
  if (ask.step.is === 'sent' || ask.step.is === 'closed') return [proseLine(ask.step.says)]
  const session = state.sessions.get(request.session)
  const at = state.requests.findIndex((r) => r.id === request.id) + 1
  const kind = {
    permission: `wants to use ${shownLine(request.tool)}`,
    question: 'asks you',
    plan: 'has a plan',
  }[request.kind]
  const head = [
    `Request ${Math.max(1, at)} of ${Math.max(1, state.requests.length)}. ${RISK[request.risk]}`,
    `${session ? nameOf(session) : request.session} ${kind}, in ${plain(tilde(request.cwd, state.place.home))}.`,
  ].join('')
  return [
    head,
    ...askLines(ask, state)
      .map(spoken)
      .filter((text) => text.trim() !== ''),
    says(ask),
  ]
}

/** A line of a card, its marks as words. */
function spoken(line: Line): string {
  const [first, ...rest] = line
  const text = (spans: Line): string => spans.map((s) => s.text).join('')
  if (!first) return ''
  if (first.tone === 'rule') return text(rest)
  if (first.tone === 'removed' || first.tone === 'added') return `${first.tone}: ${text(rest)}`
  if (first.tone === 'needs' || first.tone === 'failed') return `warning: ${text(rest)}`
  if (first.text === '· ') return `note: ${text(rest)}`
  return text(first.text === '▌ ' ? rest : line).trimEnd()
}

function says({ request, step }: Ask): string {
  switch (step.is) {
    case 'rule':
      return 'Say yes to write this rule and allow, or no.'
    case 'choose': {
      const several = request.questions?.[step.index]?.multiSelect
      return several
        ? 'Say answer and the numbers, such as: answer 1 3. Or answer and your own words. Or leave.'
        : 'Say answer and a number, or answer and your own words. Or leave.'
    }
    default:
      if (request.kind === 'plan') return 'Say yes to go ahead, no and what to change, or leave.'
      return `Say yes, no and why${request.always ? ', always' : ''}, or leave.`
  }
}

/** Output of a program for the ear: lines that say something. */
export const heardLines = (lines: readonly string[]): string[] =>
  lines.map((l) => cleanText(l).trimEnd()).filter((l) => l.trim() !== '')

/** `ctrl+q` as it is spoken. */
export const spelled = (key: string): string =>
  plain(key.replace('ctrl+', 'Control ').toUpperCase()).replace('CONTROL', 'Control')

export const helpLines = ({ detachKeys: [key = ''] }: State['place']): string[] => [
  'list: all sessions. waiting: what needs you.',
  'read, or read and a number: the next request, or that of a session, whole.',
  'yes, no and why, always: answer the request that was read. What is risky wants yes twice.',
  'answer and a number or words: answer a question. leave: leave the request open.',
  `attach and a number: go into a session; ${spelled(key)} comes back.`,
  'peek and a number: what it said last. say, a number and words: send it a line.',
  'new and what it should do: a new session, read to you before it starts.',
  'stop and a number. quit: leave; sessions go on.',
]

/** What has come up before the person since: a notice, a card, what is wrong with a form, a question back. */
export function comeUp(before: State, now: State): string[] {
  const { screen, notice } = now
  const lines: string[] = []
  if (notice && notice !== before.notice) lines.push(notice.text)
  const was = before.screen.at === 'new' ? before.screen.problem : undefined
  if (screen.at === 'new' && screen.problem && screen.problem !== was) lines.push(screen.problem)
  if (screen.at === 'ask' && isOther(before, screen)) lines.push(...card(now, screen))
  if (screen.at === 'confirm' && before.screen.at !== 'confirm' && screen.what !== 'stop-daemon') {
    const [id = ''] = screen.ids
    const session = now.sessions.get(id)
    const what = screen.what === 'remove' ? 'Remove from the list' : 'Stop'
    lines.push(`${what}: ${session ? nameOf(session) : id}? Say yes or no.`)
  }
  return lines
}

/** A reason that is typed is its own echo. */
function isOther(before: State, ask: Ask): boolean {
  if (ask.step.is === 'reason') return false
  return screenKey(before) !== screenKey({ screen: ask })
}

/** Which session a number of the list, a name or the beginning of an id means. */
export function sessionFor(
  { sessions }: State,
  numbers: readonly string[],
  word: string,
): { id: string } | { wrong: string } {
  if (word === '') return { wrong: 'Which session? Say its number from the list.' }
  const id = /^\d+$/.test(word) && word.length < 4 ? numbers[Number(word) - 1] : word
  const fits = [...sessions.values()].filter(
    (s) => s.id === id || s.name === word || (word.length > 3 && s.id.startsWith(word)),
  )
  const [only, ...more] = fits
  return only && more.length === 0
    ? { id: only.id }
    : { wrong: `There is no session ${plain(word, 40)}. Say list.` }
}
