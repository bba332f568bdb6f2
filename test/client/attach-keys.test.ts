import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DetachKeys } from '../../src/terminal/detach-keys.ts'
import { ScreenFilter } from '../../src/terminal/screen-filter.ts'

const KEYS = ['ctrl+q', 'ctrl+\\']

/** What reaches the program, whether it detached, and what is left over. */
function type(...chunks: string[]): { sent: string; detach: boolean; rest: string } {
  const keys = new DetachKeys(KEYS)
  let sent = ''
  for (const chunk of chunks) {
    const typed = keys.push(Buffer.from(chunk))
    sent += typed.send.toString()
    if (typed.detach) return { sent, detach: true, rest: typed.rest.toString() }
  }
  return { sent, detach: false, rest: '' }
}

describe('a detach key', () => {
  it.each([
    ['Ctrl+Q', '\x11'],
    ['Ctrl+\\', '\x1c'],
    ['Ctrl+Q in kitty encoding', '\x1b[113;5u'],
    ['Ctrl+\\ in kitty encoding', '\x1b[92;5u'],
    ['with its event type', '\x1b[113;5:1u'],
    ['held down', '\x1b[113;5:2u'],
    ['with the shifted key', '\x1b[113:81;5u'],
    ['with caps lock and num lock on', '\x1b[113;197u'],
    ['with text', '\x1b[113;5;17u'],
    ['in xterm modifyOtherKeys', '\x1b[27;5;113~'],
  ])('%s is found in the middle of a chunk; what is before goes on, what is behind is kept', (_, key) => {
    expect(type(`ab${key}cd`)).toEqual({ sent: 'ab', detach: true, rest: 'cd' })
  })

  it.each([
    ['Q alone', 'q'],
    ['Ctrl+Shift+Q', '\x1b[113;6u'],
    ['Alt+Q', '\x1b[113;3u'],
    ['Ctrl+P', '\x10'],
    ['Ctrl+P in kitty encoding', '\x1b[112;5u'],
    ['the key being let go', '\x1b[113;5:3u'],
    ['an arrow', '\x1b[1;5A'],
  ])('is not %s', (_, key) => {
    expect(type(key)).toEqual({ sent: key, detach: false, rest: '' })
  })

  it('is text in a paste, however the paste is cut into chunks', () => {
    const paste = '\x1b[200~one \x11 two \x1c\x1b[201~'
    fc.assert(
      fc.property(fc.array(fc.nat(paste.length), { maxLength: 6 }), (cuts) => {
        const at = [0, ...cuts.toSorted((a, b) => a - b), paste.length]
        const chunks = at.slice(1).map((end, i) => paste.slice(at[i], end))
        expect(type(...chunks, 'x\x11y')).toEqual({ sent: `${paste}x`, detach: true, rest: 'y' })
      }),
    )
  })
})

/** What is written to the terminal, and how often a new painting was asked for. */
function show(...chunks: string[]): { text: string; switches: number } {
  let switches = 0
  const filter = new ScreenFilter(() => switches++)
  return { text: chunks.map((chunk) => filter.push(Buffer.from(chunk)).toString()).join(''), switches }
}

describe('output on its way to the terminal', () => {
  it.each([
    ['1049', 'a\x1b[?1049hb', 'ab'],
    ['1047', 'a\x1b[?1047lb', 'ab'],
    ['47', 'a\x1b[?47hb', 'ab'],
    ['one of several modes', 'a\x1b[?25;1049;2004hb', 'a\x1b[?25;2004hb'],
    ['a full reset', 'a\x1bcb', 'ab'],
  ])('loses %s, and the screen is painted anew', (_, given, text) => {
    expect(show(given)).toEqual({ text, switches: 1 })
  })

  it('does not clear what the person has above the screen', () => {
    expect(show('\x1b[H\x1b[2J\x1b[3Jx')).toEqual({ text: '\x1b[H\x1b[2Jx', switches: 0 })
  })

  it('is the same however it is cut into chunks, and otherwise untouched', () => {
    const part = fc.constantFrom(
      'text',
      '\x1b[?1049h',
      '\x1b[?1049;25l',
      '\x1bc',
      '\x1b[3J',
      '\x1b[31m',
      '\x1b[?25l',
      '\x1b[3;4H',
      '日本',
      '\x1b]0;t\x07',
      '\x1b',
      '\x1b[',
      '\n',
    )
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 20 }),
        fc.array(fc.nat(200), { maxLength: 12 }),
        (parts, cuts) => {
          const given = parts.join('')
          const bytes = Array.from(given)
          const at = [0, ...cuts.filter((cut) => cut < bytes.length).toSorted((a, b) => a - b), bytes.length]
          const chunks = at.slice(1).map((end, i) => bytes.slice(at[i], end).join(''))
          const end = 'end' // brings out what waits for its rest
          const [cut, whole] = [show(...chunks, end), show(given + end)]
          expect([cut.text, cut.switches > 0]).toEqual([whole.text, whole.switches > 0])
        },
      ),
    )
  })
})
