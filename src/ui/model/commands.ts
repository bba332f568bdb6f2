import { runs } from '../../protocol/session.ts'
import { fuzzyAll } from '../fuzzy.ts'
import { actionOf, type Action, type Binding } from '../keys.ts'
import { selectedOf } from './list.ts'
import type { State } from './state.ts'

export type Command = {
  action: Action<'list'>
  label: string
  keys: readonly string[]
  at: readonly number[]
}

/** These move, or are this very screen. */
const NOT_HERE: ReadonlySet<Action<'list'>> = new Set([
  'down',
  'up',
  'first',
  'last',
  'page-down',
  'page-up',
  'jump',
  'clear',
  'palette',
])
/** What is done with a row needs one. */
const WITH_ROW: ReadonlySet<Action<'list'>> = new Set([
  'attach',
  'watch',
  'peek',
  'send',
  'log',
  'pin',
  'pause',
  'rename',
  'stop',
  'explain',
  'respawn',
  'mark',
])

/** What can be done now, those that fit what was typed, the best first. */
export function commandsOf(state: State, query: string): Command[] {
  const out: (Command & { score: number })[] = []
  for (const binding of state.keymap.bindings) {
    const action = binding.context === 'list' ? actionOf('list', `do:${binding.action}`) : undefined
    if (!action || !possible(state, action)) continue
    const label = labelNow(state, binding)
    // Who knows the name from the config or from a shell finds it too, if below what is found by its label.
    const hit = fuzzyAll(query, label) ?? named(query, action)
    if (hit) out.push({ action, label, keys: keysNow(state, binding), ...hit })
  }
  return query.trim() === '' ? out : out.sort((a, b) => b.score - a.score)
}

/** One key starts the demo where there is nothing to look at, and the dashboard where there is. */
function keysNow({ keymap, sessions }: State, { action, keys }: Binding): readonly string[] {
  if (sessions.size === 0) return keys
  if (action === 'demo') return []
  const shared = keymap.bindings.find((b) => b.context === 'list' && b.action === 'demo')
  return action === 'dashboard' ? [...(shared?.keys ?? []), ...keys] : keys
}

function named(query: string, action: string): { score: number; at: readonly number[] } | undefined {
  const hit = fuzzyAll(query, action)
  return hit && { score: hit.score / 2, at: [] }
}

function possible(state: State, action: Action<'list'>): boolean {
  if (NOT_HERE.has(action)) return false
  const session = selectedOf(state)
  if (WITH_ROW.has(action) && !session) return false
  if ((action === 'send' || action === 'pause' || action === 'watch') && session && !runs(session))
    return false
  return true
}

/** The label of the moment: pin or unpin, stop or remove. */
function labelNow(state: State, { action, label }: Pick<Binding, 'action' | 'label'>): string {
  // Of those that are marked each may be in another state.
  const session = state.marked.size > 0 ? undefined : selectedOf(state)
  if (action === 'pin' && session?.pinned) return 'unpin'
  if (action === 'pause' && session?.paused) return 'unpause: its rules hold again'
  if (action === 'demo') return 'start the demo'
  if (action === 'stop' && session) return runs(session) ? 'stop' : 'remove from the list'
  if (action === 'attach' && session) return runs(session) ? 'attach' : 'bring it back'
  return label
}
