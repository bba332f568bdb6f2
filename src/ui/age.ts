const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

// Ages move in steps a person can use, and so does the screen: a counter of seconds would redraw a quiet
// list once a second for nothing.
const STEPS = [
  { below: 10 * SECOND, unit: 10 * SECOND, text: () => 'now' },
  { below: MINUTE, unit: 10 * SECOND, text: (n: number) => `${n * 10}s` },
  { below: HOUR, unit: MINUTE, text: (n: number) => `${n}m` },
  { below: DAY, unit: HOUR, text: (n: number) => `${n}h` },
  { below: Number.POSITIVE_INFINITY, unit: DAY, text: (n: number) => `${n}d` },
]

/** How long ago, at most four cells: `now`, `30s`, `4m`, `2h`, `12d`. Times in epoch ms. */
export function age(since: number, now: number): string {
  const ms = Math.max(0, now - since)
  const step = STEPS.find((s) => ms < s.below)
  return step ? step.text(Math.floor(ms / step.unit)) : ''
}

/** When `age(since, …)` reads differently next, epoch ms. */
export function ageChangesAt(since: number, now: number): number {
  const ms = Math.max(0, now - since)
  const unit = STEPS.find((s) => ms < s.below)?.unit ?? DAY
  return now - ms + (Math.floor(ms / unit) + 1) * unit
}
