import type { Question } from '../../protocol/request.ts'

/** What a spoken answer means: keys that choose, words of the person's own, or why it is none. */
export type Meant = { keys: string[] } | { words: string } | { wrong: string }

export function meantBy(about: string, question: Question | undefined): Meant {
  if (about === '') return { wrong: 'Say answer and a number, or words.' }
  const options = question?.options.length ?? 0
  const numbers = about.split(/[\s,]+/).filter((n) => /^[1-9]$/.test(n))
  if (numbers.length === 0 || !/^[\d\s,]+$/.test(about)) return { words: about }
  if (numbers.some((n) => Number(n) > options)) return { wrong: `There are ${options} answers.` }
  if (question?.multiSelect) return { keys: [...numbers, 'enter'] }
  return numbers.length === 1 ? { keys: numbers } : { wrong: 'Only one answer can be chosen.' }
}
