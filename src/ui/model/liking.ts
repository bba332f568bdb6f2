export const SORTS = ['attention', 'age', 'name', 'cost'] as const
export type Sort = (typeof SORTS)[number]

/** How the person likes the list; kept from one start to the next. */
export type Liking = { hideDone: boolean; sort: Sort; groupBy: 'state' | 'folder' }

export const AS_ALWAYS: Liking = { hideDone: false, sort: 'attention', groupBy: 'state' }

/** What was kept. Anything else than a liking, from an older or newer version too, is as always. */
export function likingOf(kept: unknown): Liking {
  const found: { [K in keyof Liking]?: unknown } = typeof kept === 'object' && kept !== null ? kept : {}
  return {
    hideDone: found.hideDone === true,
    sort: SORTS.find((sort) => sort === found.sort) ?? AS_ALWAYS.sort,
    groupBy: found.groupBy === 'folder' ? 'folder' : 'state',
  }
}
