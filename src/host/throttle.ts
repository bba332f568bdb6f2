/** Calls `act` at once, then at most every `ms`; of calls in between the last one of each key is not lost. */
export function throttle<T>(
  ms: number,
  act: (value: T) => void,
  keyOf: (value: T) => string = () => '',
): (value: T) => void {
  let timer: NodeJS.Timeout | undefined
  const due = new Map<string, T>()
  const wait = (): void => {
    timer = setTimeout(() => {
      timer = undefined
      if (due.size === 0) return
      const values = [...due.values()]
      due.clear()
      wait()
      for (const value of values) act(value)
    }, ms)
  }
  return (value) => {
    if (timer === undefined) {
      wait()
      act(value)
      return
    }
    const key = keyOf(value)
    due.delete(key)
    if (due.size < MOST_KEYS) due.set(key, value)
  }
}

const MOST_KEYS = 32
