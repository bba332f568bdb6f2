import { describe, expect, test } from 'vitest'
import { inksFor } from '../../src/dashboard/hues.ts'
import { themeFor } from '../../src/ui/theme.ts'

const lent = (env: NodeJS.ProcessEnv, back?: [number, number, number]) =>
  inksFor({ ROOST_LENT_COLOURS: themeFor({ TERM: 'xterm-256color', ...env }, back ? { back } : {}).lent })

describe('the dashboard wears the theme of who lends it the terminal', () => {
  test('on an unknown background the person’s own 16', () => {
    expect(lent({})).toMatchObject({
      accent: { hue: 6, tag: 'cyan' },
      needs: { hue: 3, tag: 'yellow' },
      quiet: { hue: 8, tag: 'light-black' },
    })
  })

  test('on a known one the colours designed for it, another on light than on dark', () => {
    const night = lent({ COLORTERM: 'truecolor' }, [20, 20, 24])
    const day = lent({ COLORTERM: 'truecolor' }, [255, 255, 255])
    for (const { hue, tag } of [...Object.values(night), ...Object.values(day)]) {
      expect(hue).toBeGreaterThan(15)
      expect(tag).toMatch(/^#[0-9a-f]{6}$/)
    }
    expect(night.accent).not.toEqual(day.accent)
    expect(night.quiet).not.toEqual(day.quiet)
  })

  test('without colour none, and from who tells none, or nonsense, those that are read on both', () => {
    const none = { hue: 'normal', tag: 'default' }
    expect(lent({ NO_COLOR: '1' }).accent).toEqual(none)
    expect(inksFor({ NO_COLOR: '1' }).failed).toEqual(none)
    expect(inksFor({}).accent).toEqual({ hue: 69, tag: '#6088ff' })
    const evil = '{"accent":{"hue":1,"tag":"red}{blink"},"needs":7}'
    expect(inksFor({ ROOST_LENT_COLOURS: evil }).accent).toEqual(none)
    expect(inksFor({ ROOST_LENT_COLOURS: '{' }).needs).toEqual(none)
  })
})
