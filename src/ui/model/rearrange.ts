import { SORTS, type Liking, type Sort } from './liking.ts'
import { act, type State, type Step } from './state.ts'

const SORTED: Record<Sort, string> = {
  attention: 'Sorted by what needs you.',
  age: 'Sorted by when they were begun, the newest first.',
  name: 'Sorted by name.',
  cost: 'Sorted by cost, what is known of it.',
}

/** Another order of the list, told in one line and remembered. */
export function rearrange(state: State, action: 'hide' | 'sort' | 'group'): Step {
  const { liking, says } = changed(state.liking, action)
  return act({ ...state, liking, notice: { text: says, tone: 'quiet' } }, { do: 'keep', liking })
}

function changed(now: Liking, action: 'hide' | 'sort' | 'group'): { liking: Liking; says: string } {
  switch (action) {
    case 'hide':
      return {
        liking: { ...now, hideDone: !now.hideDone },
        says: now.hideDone ? 'What is done is shown again.' : 'What is done is hidden.',
      }
    case 'sort': {
      const sort = SORTS[(SORTS.indexOf(now.sort) + 1) % SORTS.length] ?? 'attention'
      return { liking: { ...now, sort }, says: SORTED[sort] }
    }
    case 'group': {
      const groupBy = now.groupBy === 'state' ? 'folder' : 'state'
      return { liking: { ...now, groupBy }, says: `Grouped by ${groupBy}.` }
    }
  }
}
