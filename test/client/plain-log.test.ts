import { mkdtempSync, rmSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readRenderedLog } from '../../src/client/log.ts'
import { readPlainLog } from '../../src/client/plain-log.ts'
import { openOutputLog } from '../../src/host/output-log.ts'

type Step = { print: string } | { cols: number } | { start: true }

/** The log that a session leaves behind that did all that, both ways. */
async function both(steps: Step[], lines = 1000) {
  const folder = mkdtempSync('/tmp/rt-')
  try {
    let generation = 1
    const open = (cols: number) =>
      openOutputLog({
        folder,
        bytes: 1_000_000,
        generation: generation++,
        cols,
        rows: 5,
        onError: (message) => expect.unreachable(message),
        now: () => 1,
      })
    let cols = 20
    let log = open(cols)
    for (const step of steps)
      if ('print' in step) log.append(Buffer.from(step.print))
      else if ('cols' in step) log.size((cols = step.cols), 5)
      else {
        log.close()
        log = open(cols)
      }
    log.close()
    return {
      plain: await readPlainLog(folder, lines),
      rendered: await readRenderedLog({ folder, lines }),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

test('what builds and servers print needs no emulator, and reads the same', async () => {
  const { plain, rendered } = await both([
    { print: '\x1b[H\x1b[2J\x1b[3J\x1b[?25l\x1b]0;build\x07> tsc --watch\r\n\r\n' },
    { print: '\x1b[31merror\x1b[0m TS2322\x1b[K\r\n\tat \x1b[4msrc/a.ts\x1b[0m\r\n  ✓ 12 tests' },
    { print: '\r\r\n日本語 is longer than the window is wide, by far  \r\n' },
    { cols: 40 },
    { print: 'half a line' },
    { start: true },
    { print: 'the next program\r\n\r\n\r\n' },
  ])
  expect(plain).toEqual(rendered)
  expect(plain?.lines).toEqual([
    '> tsc --watch',
    '',
    'error TS2322',
    '        at src/a.ts',
    '  ✓ 12 tests',
    '日本語 is longer than the window is wide, by far',
    'half a line',
    'the next program',
  ])
})

test.each([
  ['a progress bar', '10 %\r20 %\r\n'],
  ['a bare line feed', 'one\ntwo\r\n'],
  ['a move of the cursor', 'one\r\n\x1b[1Atwo\r\n'],
  ['a full-screen program', '\x1b[?1049hmenu\r\n'],
  ['a tab at the edge', `${'x'.repeat(18)}\ty\r\n`],
  ['an erasure at the edge', `${'x'.repeat(20)}\x1b[K\r\n`],
  ['a broken character', '\ufffd\r\n'],
])('%s is left to the emulator', async (_what, print) => {
  expect((await both([{ print }])).plain).toBeUndefined()
})

const SEQUENCES = [
  '\r\n',
  '\n',
  '\r',
  '\t',
  ' ',
  '\x07',
  '\x1b',
  '\x1b[',
  'm',
  '\x1b[K',
  '\x1b[0K',
  '\x1b[1K',
]
const STYLES = [
  '\x1b[31m',
  '\x1b[0m',
  '\x1b[48;5;3m',
  '\x1b[?25l',
  '\x1b[?2004h',
  '\x1b]0;a title\x07',
  '\x1b[A',
  '\x1b[2J',
  '\x1b[H\x1b[2J',
  '\x1bc',
]
const TEXTS = [
  'a',
  'word',
  'é',
  '日本',
  'e\u0301',
  '👩‍🚀',
  '\u200b',
  'x'.repeat(19),
  'y'.repeat(20),
  'z'.repeat(45),
  '0;1',
]

test('whatever was printed, it gives what the emulator gives, or nothing', async () => {
  const piece = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...TEXTS) },
    { weight: 4, arbitrary: fc.constant('\r\n') },
    { weight: 2, arbitrary: fc.constantFrom(...STYLES) },
    { weight: 1, arbitrary: fc.constantFrom(...SEQUENCES) },
  )
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 8, arbitrary: fc.array(piece, { maxLength: 12 }).map((parts) => ({ print: parts.join('') })) },
    { weight: 1, arbitrary: fc.integer({ min: 5, max: 60 }).map((cols) => ({ cols })) },
    { weight: 1, arbitrary: fc.constant({ start: true as const }) },
  )
  let told = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 8 }),
      fc.integer({ min: 0, max: 5 }),
      async (steps, lines) => {
        const { plain, rendered } = await both(steps, lines)
        if (plain === undefined) return
        told++
        expect(plain).toEqual(rendered)
      },
    ),
    { numRuns: 300 },
  )
  expect(told).toBeGreaterThan(30) // else it would say nothing
})
