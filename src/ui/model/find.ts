import { groupOf, labelOf, type Group, type SessionView } from '../../protocol/session.ts'
import { fuzzy, wordsOf } from '../fuzzy.ts'
import { plain, tilde } from '../text.ts'
import { sameSection, sectionOf } from './order.ts'
import type { State } from './state.ts'

/** A row the filter leaves. `at`: places in its name that fit, in code units. */
type Found = { session: SessionView; score: number; at: readonly number[] }

/** What people call a state, besides the word over the group. */
const STATE_WORDS: Record<Group, readonly string[]> = {
  needs: ['needs', 'input', 'waiting', 'asks'],
  working: ['working', 'busy'],
  idle: ['idle'],
  done: ['done', 'stopped', 'ended'],
  failed: ['failed', 'error'],
}
const EVERY_STATE: ReadonlySet<string> = new Set([...Object.values(STATE_WORDS).flat(), 'pinned', 'paused'])

/** Who types the name of a state does not mean letters strewn over a title: "idle" in "middle". */
const PLAINLY = 0.7
/** A name counts more than where it is and who does it. */
const AGENT_SHARE = 0.9
const FOLDER_SHARE = 0.8
/** Ids are hex: fewer letters than this are rather a word. */
const ID_FROM = 3

/** Sessions in the order of the rows, those that filter and hiding leave; with a filter the best fits first. */
export const visible = (state: State): SessionView[] => found(state).map((f) => f.session)

/** Places in the session's name that the filter found. */
export function hitsIn(state: State, { id }: SessionView): readonly number[] {
  return state.filter === '' ? [] : (found(state).find((f) => f.session.id === id)?.at ?? [])
}

/** How many sessions are not listed because they are done. */
export const hiddenOf = (state: State): number =>
  state.liking.hideDone ? [...state.sessions.values()].filter((s) => hides(state, s)).length : 0

const hides = ({ liking, held }: State, s: SessionView): boolean =>
  liking.hideDone && (held.get(s.id) ?? groupOf(s)) === 'done'

// Asked for several times a frame: kept for the state it was made of.
const known = new WeakMap<
  State['sessions'],
  { key: Pick<State, 'order' | 'held' | 'filter' | 'liking'>; rows: Found[] }
>()

function found(state: State): Found[] {
  const { order, held, filter, liking } = state
  const before = known.get(state.sessions)
  const same =
    before?.key.order === order &&
    before.key.held === held &&
    before.key.filter === filter &&
    before.key.liking === liking
  if (before && same) return before.rows
  const rows = search(state)
  known.set(state.sessions, { key: { order, held, filter, liking }, rows })
  return rows
}

function search(state: State): Found[] {
  const words = wordsOf(state.filter)
  const rows: Found[] = []
  for (const id of state.order) {
    const session = state.sessions.get(id)
    // What is looked for by name is shown even where it would be hidden.
    if (!session || (words.length === 0 && hides(state, session))) continue
    const row = fits(state, session, words)
    if (row) rows.push(row)
  }
  return words.length === 0 ? rows : ranked(state, rows)
}

function fits(state: State, session: SessionView, words: readonly string[]): Found | undefined {
  const at: number[] = []
  let sum = 0
  for (const word of words) {
    const hit = best(state, session, word)
    if (!hit) return undefined
    sum += hit.score
    at.push(...hit.at)
  }
  return { session, score: sum, at }
}

function best(
  state: State,
  s: SessionView,
  word: string,
): { score: number; at: readonly number[] } | undefined {
  const name = fuzzy(word, plain(labelOf(s)))
  const scores = [
    stateScore(state, s, word),
    name?.score ?? 0,
    AGENT_SHARE * (fuzzy(word, plain(s.agent))?.score ?? 0),
    FOLDER_SHARE * (fuzzy(word, tilde(plain(s.cwd), state.place.home))?.score ?? 0),
    word.length >= ID_FROM && s.id.startsWith(word) ? 1 : 0,
  ]
  const score = Math.max(...scores)
  if (score <= (EVERY_STATE.has(word) ? PLAINLY * FOLDER_SHARE : 0)) return undefined
  return { score, at: name && (!EVERY_STATE.has(word) || name.score >= PLAINLY) ? name.at : [] }
}

/** 1 for the very word, less while it is being typed. */
function stateScore(state: State, s: SessionView, word: string): number {
  const group = state.held.get(s.id) ?? groupOf(s)
  const all = [...STATE_WORDS[group], ...(s.pinned ? ['pinned'] : []), ...(s.paused ? ['paused'] : [])]
  if (all.includes(word)) return 1
  return word.length > 1 && all.some((w) => w.startsWith(word)) ? AGENT_SHARE : 0
}

/** Sections by their best row, and so the rows in them; equals stay in the order of the list. */
function ranked(state: State, rows: readonly Found[]): Found[] {
  const out: Found[][] = []
  for (const row of rows) {
    const section = sectionOf(state, row.session)
    const mine = out.find(([first]) => first && sameSection(sectionOf(state, first.session), section))
    if (mine) mine.push(row)
    else out.push([row])
  }
  for (const section of out) section.sort((a, b) => b.score - a.score)
  return out.sort(([a], [b]) => (b?.score ?? 0) - (a?.score ?? 0)).flat()
}
