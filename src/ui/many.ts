import type { Control } from '../client/control.ts'
import { labelOf, type SessionView } from '../protocol/session.ts'
import type { Effect, Event } from './model/events.ts'
import type { Deed } from './model/screens.ts'
import { sentenceCase } from './text.ts'

type Said = Omit<Event & { type: 'said' }, 'type'>

const DOES: Record<Deed, (control: Control, id: string) => Promise<unknown>> = {
  stop: (c, id) => c.call('session.stop', { id }),
  remove: (c, id) => c.call('session.remove', { id }),
  respawn: (c, id) => c.call('session.respawn', { id }),
  pin: (c, id) => c.call('session.pin', { id, pinned: true }),
  unpin: (c, id) => c.call('session.pin', { id, pinned: false }),
  pause: (c, id) => c.call('session.pause', { id, paused: true }),
  unpause: (c, id) => c.call('session.pause', { id, paused: false }),
}
const DONE: Record<Deed, string> = {
  stop: 'stopped',
  remove: 'removed',
  respawn: 'restarted',
  pin: 'pinned',
  unpin: 'unpinned',
  pause: 'paused',
  unpause: 'unpaused',
}

/** Each is tried; the sentence says to how many it was done, and the first reason why not. */
export async function doMany(
  control: Control,
  { deed, ids, whom }: Pick<Effect & { do: 'many' }, 'deed' | 'ids' | 'whom'>,
): Promise<Said> {
  const results = await Promise.allSettled(ids.map((id) => DOES[deed](control, id)))
  const well = ids.filter((_, i) => results[i]?.status === 'fulfilled')
  const undo = deed === 'remove' && well.length > 0 ? '; u brings it back' : ''
  const removed = deed === 'remove' ? { removed: well } : {}
  const failed = results.find((r) => r.status === 'rejected')
  if (!failed) return { text: `${sentenceCase(DONE[deed])} ${whom}${undo}.`, tone: 'done', ...removed }
  const why = failed.reason instanceof Error ? failed.reason.message : String(failed.reason)
  if (ids.length === 1) return { text: sentenceCase(why), tone: 'failed' }
  return {
    text: `${sentenceCase(DONE[deed])} ${well.length} of ${ids.length}${undo}; ${why}`,
    tone: 'failed',
    ...removed,
  }
}

/** Brings back what is named, or what was removed last, by whomever. */
export async function undo(
  control: Control,
  wanted: readonly string[],
): Promise<{ back: SessionView[]; said: Said }> {
  const [last] = wanted.length > 0 ? [] : await control.call('session.removed', {})
  const ids = last ? [last.id] : wanted
  const back: SessionView[] = []
  for (const id of ids) back.push(await control.call('session.restore', { id }))
  const [one] = back
  if (!one) return { back, said: { text: 'Nothing was removed in the last day.', tone: 'quiet' } }
  const what = back.length === 1 ? `“${labelOf(one)}”` : `${back.length} sessions`
  return { back, said: { text: `Brought back ${what}.`, tone: 'done' } }
}
