import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Notice } from '../../../src/protocol/notice.ts'
import { Ground } from '../../../src/ui/term/ground.ts'
import { surroundingsOf } from '../../../src/ui/term/surroundings.ts'
import { tellBytes } from '../../../src/ui/term/tell.ts'

const notice: Notice = {
  title: 'shop; needs you',
  text: 'permission: Bash',
  bell: true,
  terminal: true,
  desktop: false,
}
const ssh = { line: 'ssh', inside: undefined } as const

describe('a message is sent the one way its terminal knows', () => {
  test.each([
    ['most', {}, ssh, '\u0007\u001b]9;roost: shop; needs you · permission: Bash\u0007'],
    ['VTE', { VTE_VERSION: '7600' }, ssh, '\u0007\u001b]777;notify;shop, needs you;permission: Bash\u0007'],
    ['foot', { TERM: 'foot-extra' }, ssh, '\u0007\u001b]777;notify;shop, needs you;permission: Bash\u0007'],
    [
      'tmux',
      {},
      { line: 'ssh', inside: 'tmux' } as const,
      '\u0007\u001bPtmux;\u001b\u001b]9;roost: shop; needs you · permission: Bash\u0007\u001b\\',
    ],
    ['mosh', {}, { line: 'mosh', inside: undefined } as const, '\u0007'],
    ['screen', {}, { line: 'ssh', inside: 'screen' } as const, '\u0007'],
    ['the Linux console', { TERM: 'linux' }, ssh, '\u0007'],
  ])('%s', (_, env, around, bytes) => {
    expect(tellBytes(notice, env, around)).toBe(bytes)
  })

  test('not at all where the desktop shows it already; a terminal elsewhere still does', () => {
    const shown = { ...notice, desktop: true, bell: false }
    expect(tellBytes(shown, {}, { line: 'local', inside: undefined })).toBe('')
    expect(tellBytes(shown, {}, ssh)).toContain('\u001b]9;')
    expect(tellBytes({ ...notice, terminal: false }, {}, ssh)).toBe('\u0007')
  })

  test('a hostile title ends no sequence and begins none', () => {
    const bytes = tellBytes(
      { ...notice, title: 'a\u0007\u001b]52;c;eA==\u0007b', text: '\u001b\\c\nd' },
      {},
      ssh,
    )
    expect(bytes).toMatch(/^\u0007\u001b\]9;[^\u0007\u001b\n]*\u0007$/)
  })
})

describe('the line', () => {
  const tree: Record<number, { name: string; parent: number }> = {
    50: { name: 'bash', parent: 40 },
    40: { name: 'sudo', parent: 30 },
    30: { name: 'mosh-server', parent: 1 },
    51: { name: 'bash', parent: 1 },
  }
  const at = (env: NodeJS.ProcessEnv, parent: number) => surroundingsOf(env, parent, (pid) => tree[pid])
  test.each([
    [{}, 51, { line: 'local' }],
    [{ SSH_CONNECTION: '1 2 3 4' }, 51, { line: 'ssh' }],
    [{ SSH_CONNECTION: '1 2 3 4' }, 50, { line: 'mosh' }],
    [{ NCURSES_NO_UTF8_ACS: '1' }, 51, { line: 'mosh' }],
    [{ TMUX: '/tmp/x,1,0', SSH_CONNECTION: '1' }, 51, { line: 'ssh', inside: 'tmux' }],
    [{ STY: '1.x' }, 999, { line: 'local', inside: 'screen' }],
  ])('%j under %d: %j', (env, parent, around) => {
    expect(at(env, parent)).toEqual({ inside: undefined, ...around })
  })

  test('processes that are each other’s parents end the search', () => {
    expect(surroundingsOf({}, 7, () => ({ name: 'x', parent: 7 }))).toEqual({
      line: 'local',
      inside: undefined,
    })
  })
})

describe('putting something into a borrower’s output', () => {
  const sequences = [
    '\u001b[31m',
    '\u001b[?1049h',
    '\u001b]0;a title\u0007',
    '\u001b]8;;x\u001b\\',
    '\u001bPq#0\u001b\\',
    '\u001b(B',
    '\u001b7',
  ]
  test.each(sequences)('%j: free before and behind it, never inside', (sequence) => {
    for (let at = 1; at < sequence.length; at++) {
      const ground = new Ground()
      ground.push(Buffer.from(`text${sequence.slice(0, at)}`))
      expect([at, ground.isFree]).toEqual([at, false])
      ground.push(Buffer.from(sequence.slice(at)))
      expect([at, ground.isFree]).toEqual([at, true])
    }
  })

  test('whatever the chunks, it is never called free within a sequence', () => {
    const piece = fc.constantFrom('a', '日', ' ', ...sequences)
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 8 }), fc.nat(40), fc.nat(40), (pieces, a, b) => {
        const bytes = Buffer.from(pieces.join(''))
        const borders = new Set<number>([0])
        let end = 0
        for (const p of pieces) borders.add((end += Buffer.byteLength(p)))
        const ground = new Ground()
        let from = 0
        for (const to of [a, b, bytes.length].map((n) => Math.min(n, bytes.length)).sort((x, y) => x - y)) {
          if (to === from) continue
          ground.push(bytes.subarray(from, to))
          from = to
          if (ground.isFree) expect(borders.has(to)).toBe(true)
        }
      }),
      { numRuns: 500 },
    )
  })
})
