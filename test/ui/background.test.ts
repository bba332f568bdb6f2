import { afterEach, expect, test } from 'vitest'
import { ASK } from '../../src/ui/look/terminal.ts'
import { Stage } from './stage.ts'

let stage: Stage
const open = async (answers = false): Promise<Stage> => {
  stage = new Stage(80, 24, { answers })
  await stage.shows('10 sessions')
  await stage.until(() => stage.bytes.includes(ASK), 'the question')
  return stage
}
afterEach(async () => {
  stage.hangUp()
  await stage.ended
})

const WHITE = '\u001b]11;rgb:ffff/ffff/ffff\u001b\\'
const DEVICE = '\u001b[?62;22c'
/** The colour of the brand in the corner. */
const brand = (s: Stage) => s.term.buffer.active.getLine(0)?.getCell(0)?.getFgColor()

test('the first frame is drawn before the terminal is asked, and again in its colours when it answers', async () => {
  const s = await open()
  expect(s.bytes.indexOf('roost')).toBeLessThan(s.bytes.indexOf(ASK))
  expect(brand(s)).toBe(6)
  s.type(WHITE + DEVICE)
  await s.until(() => (brand(s) ?? 0) > 15, 'the light theme')
  const light = brand(s)
  s.type('\u001b]11;rgb:0000/0000/0000\u0007')
  await s.until(() => (brand(s) ?? 0) > 15 && brand(s) !== light, 'the dark theme')
})

test('an answer in pieces, with keys between the answers, types nothing but the keys', async () => {
  const s = await open()
  for (const byte of WHITE.slice(0, -1)) s.type(byte)
  s.type(`${WHITE.slice(-1)}/`)
  for (const byte of `${DEVICE}cl`) s.type(byte)
  await s.shows('Filter › cl')
  await s.until(() => (brand(s) ?? 0) > 15, 'the light theme')
})

test('an answer that comes once the terminal is lent does not reach the session', async () => {
  const s = await open()
  s.type('g\r')
  await s.until(() => s.attached.length > 0, 'the session')
  for (const byte of `a${WHITE}b${DEVICE}c`) s.type(byte)
  // What the session itself asked for, later, is its own.
  s.type(`${WHITE}${DEVICE}d`)
  await s.until(() => s.attached[0]?.typed.endsWith('d') === true, 'the last key')
  expect(s.attached[0]?.typed).toBe(`abc${WHITE}${DEVICE}d`)
  s.attached[0]?.leave({ why: 'detached', rest: Buffer.alloc(0) })
  await s.shows('10 sessions')
  await s.until(() => (brand(s) ?? 0) > 15, 'the light theme')
})

test('leaving waits for the answer, so that the shell does not read it', async () => {
  const s = await open()
  s.type('qx')
  s.type(WHITE)
  expect(s.raw).toBe(true)
  s.type(DEVICE)
  expect(await s.ended).toBe(0)
  expect(s.called('session.stop')).toEqual([])
})

test('a terminal that never answers is left all the same', async () => {
  const s = await open()
  s.type('q')
  expect(await s.ended).toBe(0)
})

test('who wants a theme by name is asked nothing', async () => {
  stage = new Stage(80, 24, { look: { choice: { base: 'light', parts: {} } } })
  await stage.shows('10 sessions')
  expect(stage.bytes).not.toContain(ASK)
  expect(brand(stage)).toBeGreaterThan(15)
})
