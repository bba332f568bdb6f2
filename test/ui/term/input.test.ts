import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Tokenizer, type Token } from '../../../src/ui/term/input.ts'

const brief = (tokens: Token[]): string[] =>
  tokens.map((t) => {
    if (t.type === 'key') return t.key
    return t.type === 'paste' ? `paste ${t.text}` : `${t.click.does} ${t.click.x},${t.click.y}`
  })

function read(...chunks: (string | Buffer)[]): string[] {
  const tokenizer = new Tokenizer()
  const out = chunks.flatMap((c) => tokenizer.push(Buffer.from(c)))
  return brief([...out, ...tokenizer.flush()])
}

describe('a chunk becomes one token a key', () => {
  test.each([
    ['jj', ['j', 'j']],
    ['y\r', ['y', 'enter']],
    ['a b', ['a', 'space', 'b']],
    ['日本', ['日', '本']],
    ['\u001b', ['esc']],
    ['\u001bx', ['esc', 'x']],
    ['\u001b\u001b', ['esc', 'esc']],
    ['\u001b\r', ['esc', 'enter']],
    ['\u001b[A\u001b[B', ['up', 'down']],
    ['\u001bOA\u001bOD', ['up', 'left']],
    ['\u001b[1;5C', ['right']],
    ['\u001b[5~\u001b[6~', ['pageup', 'pagedown']],
    ['\u001b[3~\u007f\b', ['delete', 'backspace', 'backspace']],
    ['\u001b[Z', ['backtab']],
    ['\u0014\u000c\u001a', ['ctrl+t', 'ctrl+l', 'ctrl+z']],
    ['\n', ['ctrl+j']],
    ['\u001b[27u\u001b[121u\u001b[116;5u', ['esc', 'y', 'ctrl+t']],
    ['\u001b[200~y\r\u001b[Ax\u001b[201~j', ['paste y\r\u001b[Ax', 'j']],
    ['\u001b[<0;12;5Mj\u001b[<64;1;2M\u001b[<81;3;4M', ['click 11,4', 'j', 'wheel-up 0,1', 'wheel-down 2,3']],
    ['\u001b[200~no end', ['paste no end']],
    ['\u001b[', ['esc', '[']],
    ['\u001bO', ['esc', 'O']],
    ['\u001b]', ['esc', ']']],
  ])('%j', (bytes, keys) => {
    expect(read(bytes)).toEqual(keys)
  })
})

test.each([
  ['device attributes', '\u001b[?62;22c'],
  ['cursor position', '\u001b[24;80R'],
  ['background colour', '\u001b]11;rgb:1616/1818/1d1d\u001b\\'],
  ['background colour, ended by a bell', '\u001b]11;rgb:1616/1818/1d1d\u0007'],
  ['version', '\u001bP>|xterm(390)\u001b\\'],
  ['mode', '\u001b[?2026;2$y'],
  ['focus', '\u001b[I\u001b[O'],
  ['mouse: released, moved, another button', '\u001b[<0;12;5m\u001b[<35;12;5M\u001b[<2;12;5M'],
  ['mouse, X10', '\u001b[M !!'],
  ['function keys', '\u001bOP\u001b[15~\u001b[[A'],
  ['a reply cut off', '\u001b[?62;2'],
  ['a colour cut off', '\u001b]11;rgb:16'],
])('a reply or report types nothing: %s', (_, bytes) => {
  expect(read(bytes)).toEqual([])
  expect(read(`j${bytes}`, 'k').filter((k) => k === 'j' || k === 'k')[0]).toBe('j')
})

test('chunk borders change nothing, wherever they cut', () => {
  const piece = fc.constantFrom(
    'y', 'j', ' ', '\r', '\u001b', '[', 'O', ']', '日', '👍🏽', 'é', '\u001b[A', '\u001b[1;5D', '\u001b[6~',
    '\u001b[200~', '\u001b[201~', '\u001b]11;rgb:1/2/3\u0007', '\u001b[?62;22c', '\u001b[<0;1;1M', '\u001b[<64;12;3M', '\u001bOA', '\u0007', '日本語入力', 'ｙ', 'が',
  ) // biome-ignore format: a list of pieces
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 12 }),
      fc.array(fc.nat(60), { maxLength: 6 }),
      (pieces, cuts) => {
        const bytes = Buffer.from(pieces.join(''))
        const at = [...new Set(cuts.filter((c) => c < bytes.length))].sort((a, b) => a - b)
        const chunks = [0, ...at].map((from, i) => bytes.subarray(from, at[i] ?? bytes.length))
        expect(read(...chunks)).toEqual(read(bytes))
      },
    ),
    { numRuns: 500 },
  )
})

test('what was read is what was sent: the raw texts of all tokens and replies make up the input', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-ascii', maxLength: 30 }), (text) => {
      const tokens = new Tokenizer().push(Buffer.from(text))
      expect(tokens.map((t) => t.raw).join('')).toBe(text)
    }),
  )
})

test('garbage never throws and never blocks what follows', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      const tokenizer = new Tokenizer()
      tokenizer.push(Buffer.from(bytes))
      tokenizer.flush()
      expect(tokenizer.waiting).toBeUndefined()
      expect(brief(tokenizer.push(Buffer.from('q')))).toContain('q')
    }),
    // A cut off character swallows nothing but itself: its replacement comes before the q.
  )
})
