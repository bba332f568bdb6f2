import { expect, test } from 'vitest'
import { markdownLines } from '../../src/ui/content/markdown.ts'

const read = (text: string, cols = 40) => markdownLines(text, cols).map((l) => l.map((s) => s.text).join(''))
const toned = (text: string, tone: string) =>
  markdownLines(text, 80).flatMap((l) => l.flatMap((s) => (s.tone === tone ? [s.text] : [])))

test('bold and code stand out without their marks, also where they are wrapped', () => {
  const text = 'Keep **all of the behaviour** as it is in `price.ts`, please.'
  expect(read(text, 24)).toEqual(['Keep all of the ', 'behaviour as it is in ', 'price.ts, please.'])
  expect(toned(text, 'strong')).toEqual(['all of the behaviour'])
  expect(toned(text, 'accent')).toEqual(['price.ts'])
  expect(read('- **One**: `a`')).toEqual(['- One: a'])
})

test('what is no mark stays as it was written', () => {
  for (const text of ['2 ** 3 ** 4', 'a ** b', '**open', 'a ` b', 'src/**/*.ts and test/**', 'x__y__z'])
    expect(read(text)).toEqual([text])
  expect(read('`rm **/*.o` and `a ** b`')).toEqual(['rm **/*.o and a ** b'])
})

test('code keeps every character, and its block goes without its fences', () => {
  expect(read('before\n```ts\nconst a = `**b**`\n~~~\n```\nafter')).toEqual([
    'before',
    '  const a = `**b**`',
    '  ~~~',
    'after',
  ])
  expect(read('````\n```\ninner\n```\n````')).toEqual(['  ```', '  inner', '  ```'])
  expect(read('```\nnever closed')).toEqual(['  never closed'])
})

test('what is hidden behind a fence shows', () => {
  expect(read('```sh and then rm -rf /\nls\n```')).toEqual(['sh and then rm -rf /', '  ls'])
})
