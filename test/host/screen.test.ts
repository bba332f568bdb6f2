import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Backlog } from '../../src/host/backlog.ts'
import { openScreen, type Screen } from '../../src/host/screen.ts'
import { type Plain, plainTerminal } from './terminal.ts'

const COLS = 20
const ROWS = 8
const RUNS = Number(process.env.FUZZ_RUNS ?? 300)

/** Sequences programs really send, and some they should not. */
const text = fc.constantFrom(
  'a',
  'hello world ',
  'x'.repeat(25),
  '日本',
  'é',
  'e\u0301',
  '👍',
  ' ',
  '┌──┐',
  '\t',
  '~~~',
)
const number = fc.integer({ min: 0, max: 25 })
const sequence = fc.oneof(
  text,
  fc.constantFrom(
    '\r',
    '\n',
    '\r\n',
    '\b',
    '\x1b7',
    '\x1bM',
    '\x1bD',
    '\x1bE',
    '\x1bH',
    '\x1bc',
    '\x0e',
    '\x0f',
    '\x1b(0',
    '\x1b(B',
    '\x1b)0',
    '\x1b=',
    '\x1b>',
  ),
  fc.tuple(number, number).map(([y, x]) => `\x1b[${y};${x}H`),
  fc.tuple(number, number).map(([a, b]) => `\x1b[${a};${b}r`),
  fc
    .tuple(number, fc.constantFrom(...Array.from('ABCDEFGJKLMPSTX@Z`adebd')))
    .map(([n, f]) => `\x1b[${n}${f}`),
  fc
    .constantFrom(
      '0',
      '1',
      '2',
      '3',
      '4',
      '5',
      '7',
      '8',
      '9',
      '21',
      '22',
      '24',
      '27',
      '4:3',
      '31',
      '44',
      '91',
      '102',
      '38;5;200',
      '48;5;17',
      '38;2;1;2;3',
      '48;2;200;100;0',
      '39',
      '49',
      '53',
      '58:5:9',
    )
    .map((n) => `\x1b[${n}m`),
  fc
    .tuple(
      fc.constantFrom(
        '1',
        '5',
        '7',
        '25',
        '47',
        '1000',
        '1002',
        '1003',
        '1004',
        '1006',
        '1047',
        '1049',
        '2004',
        '2026',
      ),
      fc.constantFrom('h', 'l'),
    )
    .map(([m, f]) => `\x1b[?${m}${f}`),
  fc.constantFrom(
    '\x1b[4h',
    '\x1b[4l',
    '\x1b[!p',
    '\x1b[3g',
    '\x1b[0g',
    '\x1b[2 q',
    '\x1b[5 q',
    '\x1b[0 q',
    '\x1b[>1u',
    '\x1b[<u',
  ),
  fc.constantFrom('\x1b]0;title\x07', '\x1b]7501;state=idle\x1b\\', '\x1bPq#0\x1b\\'),
)
const stream = fc.array(sequence, { maxLength: 60 })
type Step = { write: string } | { cols: number; rows: number }
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: stream.map((parts) => ({ write: parts.join('') })) },
    {
      weight: 1,
      arbitrary: fc.record({ cols: fc.integer({ min: 2, max: 40 }), rows: fc.integer({ min: 2, max: 12 }) }),
    },
  ),
  { maxLength: 6 },
)

/** What a person's terminal shows after our painting, on its alternate screen as the client has it. */
function shownOn(screen: Screen, cols: number, rows: number): Plain {
  const terminal = plainTerminal(cols, rows)
  terminal.write('\x1b[?1049h\x1b[35;46;1mrubbish\x1b[2;3r\x1b[?6h\x1b[4h\x0e\x1b(0')
  terminal.write(screen.strokes(screen.paint({ cols, rows, exact: true, input: true })))
  return terminal
}

describe('a painted screen', () => {
  it('shows what a plain terminal shows, and goes on as it does, after any output and sizes', () => {
    fc.assert(
      fc.property(steps, stream, (before, after) => {
        const plain = plainTerminal(COLS, ROWS)
        const screen = openScreen({ cols: COLS, rows: ROWS })
        let [cols, rows] = [COLS, ROWS]
        for (const step of before) {
          if ('write' in step) {
            fc.pre(plain.write(step.write))
            screen.feed(Buffer.from(step.write))
          } else {
            ;({ cols, rows } = step)
            plain.resize(cols, rows)
            screen.resize(cols, rows)
          }
        }
        fc.pre(!plain.isOdd())
        const painted = shownOn(screen, cols, rows)
        expect(painted.look()).toEqual(plain.look())
        // Raw output follows. Not what the client takes out, nor REP (repeats what was printed last), nor DECRC, which
        // xterm.js counts from the top of a scrollback that the alternate screen has not got.
        const rest = after.filter((part) => !/^\x1b(\[\?(47|1047|1049)[hl]|c|8|\[\d+b)$/.test(part)).join('')
        fc.pre(painted.write(rest))
        fc.pre(plain.write(rest))
        expect(painted.look()).toEqual(plain.look())
        screen.close()
      }),
      { numRuns: RUNS },
    )
  })

  it('is the same after it was put away and taken up again, whatever comes then', () => {
    fc.assert(
      fc.property(steps, steps, (before, after) => {
        const plain = plainTerminal(COLS, ROWS)
        let screen = openScreen({ cols: COLS, rows: ROWS })
        for (const part of [before, after]) {
          for (const step of part) {
            if ('write' in step) {
              fc.pre(plain.write(step.write))
              screen.feed(Buffer.from(step.write))
            } else {
              plain.resize(step.cols, step.rows)
              screen.resize(step.cols, step.rows)
            }
          }
          const saved = screen.save()
          screen.close()
          screen = openScreen(saved)
        }
        fc.pre(!plain.isOdd())
        const { cols, rows } = screen.peek()
        expect(shownOn(screen, cols, rows).look()).toEqual(plain.look())
        screen.close()
      }),
      { numRuns: RUNS },
    )
  })
})

describe('output that asks for something thousands of millions of times', () => {
  it.each(Array.from('LMSTIZb@PXABCDEFG'))(
    'CSI 2147483647 %s costs no more than a screen is big',
    (final) => {
      const screen = openScreen({ cols: COLS, rows: ROWS })
      const plain = plainTerminal(COLS, ROWS)
      const around = (times: number) => `one\r\ntwo\x1b[4;5Hx\x1b[${times}${final}`
      screen.feed(Buffer.from(around(2_147_483_647)))
      // As often as a screen has cells is as good as for ever.
      plain.write(around(COLS * ROWS))
      expect(shownOn(screen, COLS, ROWS).text()).toEqual(plain.text())
      screen.close()
    },
  )
})

describe('a backlog', () => {
  it('gives back what was put in, cut anywhere but inside a sequence', () => {
    fc.assert(
      fc.property(
        fc.array(sequence, { maxLength: 80 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        (parts, cuts) => {
          const all = Buffer.from(parts.join(''))
          const backlog = new Backlog()
          const got: Buffer[] = []
          for (let at = 0, cut = 0; at < all.length; cut++) {
            const length = cuts[cut % cuts.length] ?? 1
            backlog.push(all.subarray(at, at + length))
            at += length
            for (let item = backlog.next(64); item; item = backlog.next(64))
              if (item.type === 'bytes') got.push(Buffer.from(item.bytes))
          }
          expect(Buffer.concat([...got, backlog.rest()])).toEqual(all)
        },
      ),
    )
  })
})
