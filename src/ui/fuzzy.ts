import { prepare, single } from 'fuzzysort'

/** How well a text fits what was typed: `score` above 0, 1 is the very text. `at`: places in the text, in code
 * units, that fit. */
export type Hit = { score: number; at: readonly number[] }

// fuzzysort calls 0.5 good. Below this the letters lie so far apart that nobody meant them: "fail" in
// "profile startup" has 0.26, "mgdb" in "migrate db" 0.31.
const WORTH = 0.3

/** Whether the letters of one word stand in the text in this order, close enough to be meant. */
export function fuzzy(word: string, text: string): Hit | undefined {
  // Prepared, or the library keeps every title it ever saw.
  const found = single(word, prepare(text))
  return found && found.score >= WORTH ? { score: found.score, at: found.indexes } : undefined
}

/** What was typed as words, each of which must fit. */
export const wordsOf = (query: string): string[] => query.toLowerCase().split(/\s+/u).filter(Boolean)

/** Whether every word stands in the text: the mean of their scores, all their places. */
export function fuzzyAll(query: string, text: string): Hit | undefined {
  const words = wordsOf(query)
  const hits = words.map((word) => fuzzy(word, text))
  if (!hits.every((hit) => hit !== undefined)) return undefined
  if (hits.length === 0) return { score: 1, at: [] }
  return {
    score: hits.reduce((sum, hit) => sum + hit.score, 0) / hits.length,
    at: [...new Set(hits.flatMap((hit) => hit.at))],
  }
}
