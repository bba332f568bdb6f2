import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openFrames } from '../../src/ui/term/frames.ts'
import { Painter } from '../../src/ui/term/painter.ts'
import { themeFor } from '../../src/ui/theme.ts'
import { App } from '../../src/ui/views/App.tsx'
import { keepShot, terminalWith } from '../helpers/scene.ts'
import { screenText } from '../helpers/screen.ts'
import { SCENES } from './scenes.ts'
import { Hand } from './world.ts'

const SIZES = [
  [45, 18],
  [80, 24],
  [120, 36],
  [200, 50],
] as const

const theme = themeFor({ TERM: 'xterm-256color' })
const dir = join(import.meta.dirname, '../fixtures/screens')

describe.each(SIZES)('at %dx%d', (cols, rows) => {
  test.each(Object.keys(SCENES))('%s looks as it is kept', async (name) => {
    const hand = SCENES[name]?.(new Hand(cols, rows))
    if (!hand) throw new Error(`no scene ${name}`)
    const frames = openFrames({ cols, rows }, (error) => {
      throw error
    })
    const frame = frames.frame(<App state={hand.state} theme={theme} />, { cols, rows })
    frames.close()
    const term = await terminalWith(new Painter().draw(frame, cols, rows), cols, rows)
    keepShot(term, `${name}-${cols}x${rows}`)
    // 200 columns are looked at, not kept: the shape is that of 120.
    if (cols < 200)
      await expect(`${screenText(term)}\n`).toMatchFileSnapshot(join(dir, `${name}-${cols}x${rows}.txt`))
    term.dispose()
  })
})
