import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Backlog } from '../../src/host/backlog.ts'
import { openScreen, type Screen } from '../../src/host/screen.ts'
import { type Plain, plainTerminal } from './terminal.ts'

const fixture = (name: string): Buffer =>
  gunzipSync(readFileSync(join(import.meta.dirname, '../fixtures/streams', name)))
const RUNS = Number(process.env.FUZZ_RUNS ?? 40)

/** A session's output as the host takes it in: pieces of any size, fed to the screen when somebody looks. */
class Fed {
  readonly screen: Screen
  readonly #backlog = new Backlog()
  constructor(cols: number, rows: number) {
    this.screen = openScreen({ cols, rows })
  }
  push(bytes: Buffer): void {
    this.#backlog.push(bytes)
  }
  /** What an attaching terminal of the same size shows. */
  shown(cols: number, rows: number): Plain {
    for (let item = this.#backlog.next(4096); item; item = this.#backlog.next(4096))
      if (item.type === 'bytes') this.screen.feed(item.bytes)
    const terminal = plainTerminal(cols, rows)
    terminal.write('\x1b[?1049h')
    terminal.write(this.screen.strokes(this.screen.paint({ cols, rows, exact: true, input: true })))
    terminal.write(this.#backlog.rest())
    return terminal
  }
}

describe("a real agent's output", () => {
  const [cols, rows] = [100, 30]
  const recorded = fixture('claude.gz')

  it('is shown as a plain terminal shows it, whenever somebody looks and however it was cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 8 }),
        fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }),
        (sizes, looks) => {
          const fed = new Fed(cols, rows)
          for (let at = 0, turn = 0; at < recorded.length; turn++) {
            const part = recorded.subarray(at, at + (sizes[turn % sizes.length] ?? 1))
            at += part.length
            fed.push(part)
            if (!looks[turn % looks.length] && at < recorded.length) continue
            // In one write: xterm.js loses a character that is cut by two, which ours is never fed.
            const plain = plainTerminal(cols, rows)
            plain.write(recorded.subarray(0, at))
            expect(fed.shown(cols, rows).look()).toEqual(plain.look())
          }
          fed.screen.close()
        },
      ),
      { numRuns: RUNS },
    )
  })

  it('goes on right on a terminal that came in its middle', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: recorded.length }), (cut) => {
        fc.pre(((recorded[cut] ?? 0) & 0xc0) !== 0x80) // as above
        const plain = plainTerminal(cols, rows)
        const fed = new Fed(cols, rows)
        fed.push(recorded.subarray(0, cut))
        plain.write(recorded.subarray(0, cut))
        const late = fed.shown(cols, rows)
        // The alternate screen is ours: the client takes these out and asks for a screen.
        const rest = recorded.toString('latin1', cut)
        fc.pre(!/\x1b\[\?1049|\x1b[78c]/.test(rest)) // biome-ignore lint: control sequences
        late.write(Buffer.from(rest, 'latin1'))
        plain.write(Buffer.from(rest, 'latin1'))
        expect(late.look()).toEqual(plain.look())
        fed.screen.close()
      }),
      { numRuns: RUNS },
    )
  })
})

describe('what agents draw', () => {
  type Drawn = { agent: string; scene: string; cols: number; rows: number; screen: string }
  const drawn = fixture('screens.gz')
    .toString()
    .split('\n')
    .map((line) => JSON.parse(line) as Drawn)

  it.each(drawn)(
    '$agent, $scene: every cell stands where a plain terminal has it',
    ({ cols, rows, screen }) => {
      const bytes = Buffer.from(`\x1b[H\x1b[2J${screen.replaceAll('\n', '\r\n')}`)
      const plain = plainTerminal(cols, rows)
      plain.write(bytes)
      const fed = new Fed(cols, rows)
      fed.push(bytes)
      expect(fed.shown(cols, rows).look()).toEqual(plain.look())
      fed.screen.close()
    },
  )
})
