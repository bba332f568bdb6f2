/** How we have to compare. `least`/`most`: our value against a number, or against so many times a peer's. */
export type Goal =
  | { is: 'most' | 'least'; value: number }
  | { is: 'most' | 'least'; times: number; peer: string }

/** One line of the table. */
export type Row = {
  /** Key of the values a run gives. */
  key: string
  title: string
  unit: string
  goals: Goal[]
}

export type Options = { /** Megabytes a session writes. */ mb: number }

/** Something that is measured for us and for peers alike. */
export type Measure = {
  name: string
  rows: Row[]
  /** Who takes part, besides us: names of bench/peers.ts, or what only this measure knows. */
  peers: string[]
  /** One round for one peer: values by the key of their row. A row it does not know about is left out. */
  run(peer: string, options: Options): Promise<Record<string, number>>
}

export const US = 'roost'

/** The value at share `p` (0…1) of what was seen. */
export function quantile(values: number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] ?? Number.NaN
}

export const median = (values: number[]): number => quantile(values, 0.5)

export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))
