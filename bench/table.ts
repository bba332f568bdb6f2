import { type Goal, median, type Row, US } from './measure.ts'

/** What all rounds gave, by peer. */
export type Seen = Map<string, number[]>
export type Line = { row: Row; seen: Seen }

/** A table in Markdown: what was measured, the goal, ours, each peer's, and how we stand to each goal. */
export function table(lines: Line[], peers: string[]): string {
  const shown = peers.filter((peer) => peer !== US)
  const head = ['measure', 'unit', 'goal', US, ...shown, 'we are', 'reached']
  const body = lines.map(({ row, seen }) => {
    const verdicts = row.goals.map((goal) => verdictOf(goal, seen))
    return [
      row.title,
      row.unit,
      row.goals.map(goalText).join(' and ') || '–',
      numberText(medianOf(seen, US)),
      ...shown.map((peer) => numberText(medianOf(seen, peer))),
      verdicts.map(({ text }) => text).join(', ') || '–',
      verdicts
        .map(({ isReached }) => (isReached === undefined ? '?' : isReached ? 'yes' : 'NO'))
        .join(', ') || '–',
    ]
  })
  return [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function medianOf(seen: Seen, peer: string): number | undefined {
  const values = seen.get(peer)
  return values && values.length > 0 ? median(values) : undefined
}

function verdictOf(goal: Goal, seen: Seen): { text: string; isReached?: boolean } {
  const ours = medianOf(seen, US)
  if (ours === undefined) return { text: '?' }
  if ('value' in goal)
    return {
      text: `${(ours / goal.value).toFixed(2)}× goal`,
      isReached: goal.is === 'most' ? ours <= goal.value : ours >= goal.value,
    }
  const theirs = medianOf(seen, goal.peer)
  if (theirs === undefined) return { text: `? ${goal.peer}` }
  const ratio = ours / theirs
  return {
    text: `${ratio.toFixed(2)}× ${goal.peer}`,
    isReached: goal.is === 'most' ? ratio <= goal.times : ratio >= goal.times,
  }
}

function goalText(goal: Goal): string {
  const sign = goal.is === 'most' ? '≤' : '≥'
  return 'value' in goal ? `${sign} ${goal.value}` : `${sign} ${goal.times}× ${goal.peer}`
}

export function numberText(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '–'
  if (value === 0) return '0'
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 1 ? 2 : 3
  return value.toFixed(digits)
}
