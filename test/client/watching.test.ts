import { expect, test } from 'vitest'
import { leavingWatch } from '../../src/client/watching.ts'

const rest = (text: string) => leavingWatch(Buffer.from(text, 'latin1'))?.toString('latin1')

test.each([
  ['q', 'q'],
  ['\u001b', '\u001b'],
  ['\u0003', '\u0003'],
  ['\u001b[5~', '\u001b[5~'],
  ['jjq', 'q'],
  ['\u001b[A\u001b[5~x', '\u001b[5~x'],
  ['abc\r', undefined],
  ['\u001b[6~\u001b[A', undefined],
  // What a terminal answers or reports is no key.
  ['\u001b]11;rgb:qqqq\u0007', undefined],
  ['\u001b[?1;2q', undefined],
  ['\u001bOq', undefined],
])('%j leaves with %j', (typed, want) => {
  expect(rest(typed)).toBe(want)
})
