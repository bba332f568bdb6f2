import { afterAll, expect, test } from 'vitest'
import { openFrames } from '../../src/ui/term/frames.ts'
import { themeFor } from '../../src/ui/theme.ts'
import { App } from '../../src/ui/views/App.tsx'
import { SCENES } from './scenes.ts'
import { Hand, request } from './world.ts'

const frames = openFrames({ cols: 80, rows: 24 }, (error) => {
  throw error
})
afterAll(() => frames.close())
const none = { NO_COLOR: '1' }
const drawn = (hand: Hand, env: NodeJS.ProcessEnv) =>
  // biome-ignore lint: escapes are what is taken away
  frames
    .frame(<App state={hand.state} theme={themeFor(env)} />, { cols: 120, rows: 36 })
    .replace(/\u001b\[[\d;]*m/g, '')

test.each(Object.keys(SCENES))('%s is drawn in ASCII alone, and each glyph has a stand-in', (name) => {
  const hand = SCENES[name]?.(new Hand(120, 36))
  if (!hand) throw new Error(`no scene ${name}`)
  const full = drawn(hand, none)
  const only = drawn(hand, { ...none, LC_ALL: 'C' })
  // biome-ignore lint: that is ASCII
  expect(only).toMatch(/^[\u0020-\u007e\n]*$/)
  // Letters of other scripts are a `?`; nothing else is.
  const strange = (full.match(/[^\u0000-\u007f]/gu) ?? []).filter((c) =>
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]/u.test(c),
  )
  const before = full.split('?').length - 1
  expect(only.split('?').length - 1, name).toBe(before + strange.length * 2)
})

test('what a request holds beyond ASCII is spelled out, so that no two letters look the same', () => {
  const hand = new Hand(80, 24).join(undefined, [request({ input: { command: 'rm -rf ./ä日' } })])
  hand.state = { ...hand.state, place: { ...hand.state.place, ascii: true } }
  expect(drawn(hand.press('i'), { ...none, LC_ALL: 'C' })).toContain('rm -rf ./<U+00E4><U+65E5>')
})
