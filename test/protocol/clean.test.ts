import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanLine, cleanText, reveal } from '../../src/protocol/clean.ts'

test.each([
  ['fix \u001b[31mred\u001b[0m thing', 'fix red thing'],
  ['title\u001b]0;evil\u0007 after', 'title after'],
  ['unfinished \u001b]8;;http://x', 'unfinished'],
  ['a\u202Egnp.exe', 'agnp.exe'],
  ['zero\u200Bwidth\uFEFF', 'zerowidth'],
  ['two\nlines\tand  spaces ', 'two lines and spaces'],
  ['bell\u0007 and c1 \u009b31m', 'bell and c1'],
  ['日本語 👍 é', '日本語 👍 é'],
])('a row shows %j as %j', (hostile, shown) => {
  expect(cleanLine(hostile)).toBe(shown)
})

test('no input leaves a control character, an escape or a bidi override in a row', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      expect(cleanLine(text)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200b\u202a-\u202e\u2066-\u2069]/u)
      expect(cleanText(text)).not.toMatch(
        /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u,
      )
    }),
  )
})

test('a long row is cut and says so', () => {
  expect(cleanLine('x'.repeat(500), 10)).toBe('xxxxxxxxx…')
})

test('what a person must judge is shown with nothing hidden', () => {
  expect(reveal('ls \u001b[8m; rm -rf ~\u001b[0m')).toBe('ls ␛[8m; rm -rf ~␛[0m')
  expect(reveal('echo \u202Etxt.exe\u2069')).toBe('echo ⟨U+202E⟩txt.exe⟨U+2069⟩')
  expect(reveal('a\tb\r\nc\rd')).toBe('a→   b\nc⟨U+000D⟩d')
})
