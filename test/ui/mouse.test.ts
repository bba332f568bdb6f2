import { afterEach, describe, expect, test } from 'vitest'
import { footerKeyAt, keysLine } from '../../src/ui/content/footer.ts'
import { Hand as Reads } from '../../src/ui/hand.ts'
import type { Event } from '../../src/ui/model/events.ts'
import { LateReports, type Click } from '../../src/ui/term/mouse.ts'
import { cells } from '../../src/ui/line.ts'
import { modesOf } from '../helpers/cells.ts'
import { openTerminal } from '../helpers/screen.ts'
import { Stage } from './stage.ts'
import { Hand, plan, question, risky } from './world.ts'

const click = (x: number, y: number): string => `\u001b[<0;${x + 1};${y + 1}M\u001b[<0;${x + 1};${y + 1}m`
const wheel = (turns: number): string => `\u001b[<${turns < 0 ? 64 : 65};5;5M`.repeat(Math.abs(turns))

const stages: Stage[] = []
const open = async (cols = 80, rows = 24): Promise<Stage> => {
  const stage = new Stage(cols, rows, { mouse: true })
  stages.push(stage)
  await stage.shows('Needs input 2')
  return stage
}
afterEach(async () => {
  for (const stage of stages.splice(0)) {
    stage.hangUp()
    await stage.ended
  }
})
/** The row and column where a text stands. */
function find(stage: Stage, text: string): { x: number; y: number } {
  const lines = stage.text().split('\n')
  const y = lines.findIndex((line) => line.includes(text))
  return { x: lines[y]?.indexOf(text) ?? -1, y }
}
const at = (stage: Stage, text: string): string => {
  const { x, y } = find(stage, text)
  return click(x, y)
}

test.each([
  [80, 24],
  [120, 36],
  [45, 18],
])('at %dx%d a click selects that row, a double click goes in', async (cols, rows) => {
  const s = await open(cols, rows)
  s.type(at(s, 'fix flaky'))
  await s.until(() => /▌.*fix flaky/.test(s.text()), 'the row')
  expect(s.attached).toEqual([])
  s.type(at(s, 'explain the'))
  await s.until(() => /▌.*explain the/.test(s.text()), 'the other row')
  expect(s.attached).toEqual([]) // twice, but not on the same
  const twice = at(s, 'house rules')
  s.type(twice)
  s.type(twice)
  await s.shows('the session itself')
})

test('the wheel moves in the list and reads in the help; a click on a key at the bottom presses it', async () => {
  const s = await open()
  s.type('g')
  await s.until(() => /▌.*migrate/.test(s.text()), 'the first row')
  s.type(wheel(2))
  await s.until(() => /▌.*fix flaky/.test(s.text()), 'the third row')
  s.type(wheel(-1))
  await s.until(() => /▌.*which auth/.test(s.text()), 'the second row')
  s.type(at(s, 'keys'))
  await s.shows('╭─ Keys')
  s.type(at(s, 'close'))
  await s.shows('Needs input 2')
})

test('the session has the mouse while it is attached, and reports still on their way are nobody’s text', async () => {
  const s = await open()
  const on = s.term.modes.mouseTrackingMode
  s.type(`g\rab${click(3, 3)}c${wheel(2)}\u001b[<64;3`)
  await s.until(() => s.attached[0]?.typed === 'abc', 'what was typed')
  expect(on).toBe('vt200')
  await s.until(() => s.term.modes.mouseTrackingMode === 'none', 'the mouse let go')
  s.type(';3Md')
  await s.until(() => s.attached[0]?.typed === 'abcd', 'what was typed behind a cut report')
  s.attached[0]?.leave({ why: 'detached', rest: Buffer.alloc(0) })
  await s.until(() => s.term.modes.mouseTrackingMode === 'vt200', 'the mouse back')
})

test('every way out leaves the mouse to the shell', async () => {
  for (const leave of [(s: Stage) => s.type('q'), (s: Stage) => s.hangUp()]) {
    const s = await open()
    leave(s)
    await s.ended
    await s.until(() => s.term.buffer.active.type === 'normal', 'the shell’s screen')
    expect(modesOf(s.term)).toEqual(modesOf(openTerminal(80, 24)))
  }
})

test('where it is off, what a terminal sends all the same does nothing', async () => {
  const s = new Stage(80, 24)
  stages.push(s)
  await s.shows('Needs input 2')
  s.type('g')
  await s.until(() => /▌.*migrate/.test(s.text()), 'the first row')
  s.type(`${at(s, 'fix flaky')}${wheel(3)}j`)
  await s.until(() => /▌.*which auth/.test(s.text()), 'the second row')
  expect(s.bytes).not.toContain('\u001b[?1000h')
})

describe('a card', () => {
  const answers = [
    ['risky', () => new Hand(80, 24).join(undefined, [risky]).press('i').wait(5000)],
    ['its rule', () => new Hand(80, 24).join(undefined, [risky]).press('i').press('a').wait(5000)],
    ['a question', () => new Hand(80, 24).join(undefined, [question]).press('i').wait(5000)],
    ['a plan', () => new Hand(80, 24).join(undefined, [plan]).press('i').wait(5000)],
    ['stop?', () => new Hand(80, 24).join().press('g').press('x').wait(5000)],
  ] as const
  test.each(answers)('%s: no click anywhere, and no turn of the wheel, answers it', (_, made) => {
    const hand = made()
    const reads = new Reads()
    for (let y = 0; y < 24; y++)
      for (let x = 0; x < 80; x += y === 23 ? 1 : 8)
        for (const does of ['click', 'click', 'wheel-up', 'wheel-down'] as const) {
          const spot: Click = { does, x, y }
          const start = made().state
          let state: Hand = hand
          state.state = start
          for (const event of reads.events(
            start,
            { type: 'mouse', click: spot, raw: '' },
            { chunk: 1, at: hand.now + x },
          ))
            state = state.event(event satisfies Event)
        }
    expect(
      hand.done().filter(({ do: what }) => ['answer', 'stop', 'start', 'attach'].includes(what)),
    ).toEqual([])
  })
})

test('what stands at the bottom is what a click there presses, and gaps press nothing', () => {
  const { state } = new Hand(80, 24).join().wait(3000)
  const text = keysLine(state)
    .map((s) => s.text)
    .join('')
  const pressed = Array.from({ length: 80 }, (_, x) => footerKeyAt(state, x)?.action)
  expect(pressed[text.indexOf('Enter')]).toBe('attach')
  expect(pressed[text.indexOf('attach') + 5]).toBe('attach')
  expect(pressed[text.indexOf('  ')]).toBeUndefined()
  expect(pressed.slice(cells(keysLine(state))).filter(Boolean)).toEqual([])
})

test('late reports are taken out for a second, whatever the chunks; all else passes as it came', () => {
  let now = 0
  const late = new LateReports(() => now, '\u001b[<6')
  const pass = (text: string): string => late.strip(Buffer.from(text)).toString()
  expect(pass('4;1;1Ma')).toBe('a')
  expect(pass('\u001b[A\u001b[<0;1;1mé\u001b[<')).toBe('\u001b[Aé')
  expect(pass('0;2;2M\u001b')).toBe('\u001b')
  now = 2000
  expect(pass('\u001b[<0;1;1M')).toBe('\u001b[<0;1;1M')
})
