import { groupOf, labelOf, sinceOf, type Group, type SessionView } from '../../protocol/session.ts'
import type { Liking, Sort } from './liking.ts'
import type { State } from './state.ts'

export const GROUPS: readonly Group[] = ['needs', 'working', 'idle', 'done', 'failed']

/** What a heading stands for. */
export type Section = { by: 'state'; group: Group } | { by: 'folder'; folder: string }

type Held = Pick<State, 'held'>

export const sectionOf = ({ liking, held }: Pick<State, 'liking' | 'held'>, s: SessionView): Section =>
  liking.groupBy === 'folder'
    ? { by: 'folder', folder: s.cwd }
    : { by: 'state', group: held.get(s.id) ?? groupOf(s) }

export const sameSection = (a: Section, b: Section): boolean =>
  a.by === 'folder' ? b.by === 'folder' && a.folder === b.folder : b.by === 'state' && a.group === b.group

const words = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

type Compare = (a: SessionView, b: SessionView) => number

/** Folders by name: an order by what happens in them would jump about. */
export function bySection({ groupBy }: Liking, { held }: Held): Compare {
  if (groupBy === 'folder') return (a, b) => (a.cwd === b.cwd ? 0 : a.cwd < b.cwd ? -1 : 1)
  const rank = (s: SessionView) => GROUPS.indexOf(held.get(s.id) ?? groupOf(s))
  return (a, b) => rank(a) - rank(b)
}

/** How rows stand: by section, pinned ones first, then as the person likes it. */
export function arrange(sessions: Iterable<SessionView>, liking: Liking): string[] {
  const section = bySection(liking, { held: new Map() })
  const within = WITHIN[liking.sort]
  return [...sessions]
    .sort(
      (a, b) =>
        section(a, b) || Number(b.pinned) - Number(a.pinned) || within(a, b) || (a.id < b.id ? -1 : 1),
    )
    .map((s) => s.id)
}

const WITHIN: Record<Sort, Compare> = {
  // Who waits longest first, what ended last first; else by age, which never changes while a session works.
  attention: (a, b) => GROUPS.indexOf(groupOf(a)) - GROUPS.indexOf(groupOf(b)) || urgency(a) - urgency(b),
  age: (a, b) => b.createdAt - a.createdAt,
  name: (a, b) => words.compare(labelOf(a), labelOf(b)),
  // What is not known comes last: it is not nothing.
  cost: (a, b) => (b.cost?.usd ?? -1) - (a.cost?.usd ?? -1),
}

function urgency(s: SessionView): number {
  const group = groupOf(s)
  if (group === 'needs') return sinceOf(s)
  return group === 'done' || group === 'failed' ? -sinceOf(s) : s.createdAt
}
