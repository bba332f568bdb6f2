import fc from 'fast-check'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { age, ageChangesAt } from '../../src/ui/age.ts'
import { cut, cutPath, fit, NARROW, plain, shown, tilde, width, wrap } from '../../src/ui/text.ts'

test('what is taken for narrow is one cell and one grapheme, character by character', () => {
  const segments = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  for (let code = 0x20; code < 0x3000; code++) {
    const c = String.fromCharCode(code)
    if (!NARROW.test(c)) continue
    expect([c, stringWidth(c), [...segments.segment(`a${c}b`)].length]).toEqual([c, 1, 3])
  }
})

const anyText = fc.string({ unit: 'grapheme', maxLength: 40 }).map((t) => plain(t))

test('fit is always exactly as wide as asked', () => {
  fc.assert(
    fc.property(anyText, fc.nat(60), (text, cells) => {
      expect(width(fit(text, cells))).toBe(cells)
      expect(width(cut(text, cells))).toBeLessThanOrEqual(cells)
    }),
  )
})

test('wrapping loses nothing and stays inside', () => {
  fc.assert(
    fc.property(
      anyText,
      fc.integer({ min: 4, max: 40 }),
      fc.constantFrom('words', 'anywhere'),
      (text, cells, at) => {
        const rows = wrap(text, cells, at)
        expect(rows.join('')).toBe(text)
        for (const row of rows) expect(width(row)).toBeLessThanOrEqual(cells)
      },
    ),
  )
})

describe('plain', () => {
  test.each([
    ['\u001b[2Jgone\u0007', 'gone'],
    ['a\u202eb', 'ab'],
    ['👍🏽', '👍'],
    ['🇩🇪', 'DE'],
    ['1️⃣', '1'],
    ['two\nlines', 'two lines'],
    ['e\u0301\u0301\u0301\u0301', 'e\u0301\u0301'],
  ])('%j becomes %j', (from, to) => {
    expect(plain(from)).toBe(to)
  })
})

describe('what is to be judged hides nothing', () => {
  test.each([
    ['a\u001b[8mb', 'a␛[8mb'],
    ['a\u202eb', 'a⟨U+202E⟩b'],
    ['a\ufe0fb', 'a⟨U+FE0F⟩b'],
    ['e\u0301\u0301\u0301', 'e\u0301\u0301⟨U+0301⟩'],
    ['x\n\u0301y', 'x\n⟨U+0301⟩y'],
    ['a\u00a0b', 'a⟨U+00A0⟩b'],
  ])('%j is shown as %j', (from, to) => {
    expect(shown(from)).toBe(to)
  })

  test('two texts that differ look different', () => {
    const hidden = fc.constantFrom(
      'a',
      '\u200b',
      '\ufe0f',
      '\u0000',
      '\u202e',
      '\u{e0041}',
      '\u{1f3fd}',
      '\u0301',
      '\t',
      ' ',
      '\n',
    )
    const text = fc.array(hidden, { maxLength: 8 }).map((parts) => parts.join(''))
    fc.assert(
      fc.property(text, text, (a, b) => {
        fc.pre(a !== b)
        expect(shown(a)).not.toBe(shown(b))
      }),
    )
  })
})

describe('age', () => {
  test.each([
    [0, 'now'],
    [9_999, 'now'],
    [10_000, '10s'],
    [59_999, '50s'],
    [60_000, '1m'],
    [3_600_000, '1h'],
    [86_400_000, '1d'],
    [-5000, 'now'],
  ])('%d ms is %s', (ms, text) => {
    expect(age(1_000_000_000 - ms, 1_000_000_000)).toBe(text)
  })

  test('it reads differently at the moment it says, and not before', () => {
    fc.assert(
      fc.property(fc.nat(400_000_000), (ms) => {
        const now = 1_000_000_000
        const at = ageChangesAt(now - ms, now)
        expect(at).toBeGreaterThan(now)
        expect(age(now - ms, at - 1)).toBe(age(now - ms, now))
        expect(age(now - ms, at)).not.toBe(age(now - ms, now))
      }),
    )
  })
})

test.each([
  ['/home/mo', '~'],
  ['/home/mo/src', '~/src'],
  ['/home/moritz', '/home/moritz'],
])('%s is written %s', (path, short) => {
  expect(tilde(path, '/home/mo')).toBe(short)
})

test('a path keeps its end', () => {
  expect(cutPath('~/src/shop/packages/api', 16)).toBe('…/packages/api')
  expect(cutPath('~/src', 16)).toBe('~/src')
})
