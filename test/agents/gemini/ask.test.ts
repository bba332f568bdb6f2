import { expect, test } from 'vitest'
import { gemini } from '../../../src/agents/gemini.ts'
import { openRequest } from '../../../src/daemon/request.ts'
import type { Answer } from '../../../src/protocol/request.ts'
import { SINCE } from '../running.ts'

const hook = (event: string, body: object) => ({
  type: 'hook' as const,
  event,
  body: { session_id: 'c1', cwd: '/work', ...body },
  seq: 1,
  at: SINCE + 1000,
})

const shell = { tool_name: 'run_shell_command', tool_input: { command: 'npm test', description: 'Run it' } }

const box = (inner: string[], above: string[] = [], choices = CHOICES): string[] => [
  ...above,
  '╭────────────────────────────────────────╮',
  '│ ? Shell  touch made.txt                │',
  '│ ╭────────────────────────────────────╮ │',
  ...inner.map((row) => `│ │ ${row.padEnd(34)} │ │`),
  '│ ╰────────────────────────────────────╯ │',
  '│ Allow execution of [Shell]?            │',
  '│                                        │',
  ...choices.map((row) => `│ ${row.padEnd(38)} │`),
  '╰────────────────────────────────────────╯',
]
const CHOICES = ['● 1. Allow once', '  2. Allow for this session', '  3. No, suggest changes (esc)']

const keys = (
  command: string,
  rows: string[],
  answer: Answer = { verdict: 'allow' },
  details: object = {},
) => {
  const event = hook('Notification', {
    notification_type: 'ToolPermission',
    details: { type: 'exec', command, ...details },
  })
  const asked = gemini.asks?.(event)
  if (!asked) throw new Error('nothing was asked')
  const judged = { risk: 'low' as const, reasons: [] }
  const { request } = openRequest({ session: 's', generation: 1, event, hold: 'h', asked, judged })
  return gemini.keys?.(request, answer, rows)
}

test('its dialog is answered by key only while it is this one, whole, and alone on the screen', () => {
  const rows = box(['touch made.txt'])
  expect(keys('touch made.txt', ['1. Create GEMINI.md files', ...rows])).toEqual({ keys: '1' })
  expect(keys('echo a long one && touch made.txt', box(['echo a long one &&', 'touch made.txt']))).toEqual({
    keys: '1',
  })
  expect(keys('touch other.txt', rows)).toBeUndefined()
  expect(keys('touch made.txt; rm x', rows)).toBeUndefined()
  expect(keys('touch made.txt', box(['touch made.txt', 'rm x']))).toBeUndefined()
  expect(keys('touch made.txt', [])).toBeUndefined()
  // The trust dialog stands below it in a folder that is not trusted: a key could be for either.
  expect(keys('touch made.txt', [...rows, '│ Do you trust the files in this folder? │'])).toBeUndefined()
  expect(keys('touch made.txt', [...rows, ...rows])).toBeUndefined()
  // Another choice is marked, or the choices are others.
  expect(keys('touch made.txt', box(['touch made.txt'], [], ['  1. Allow once', '● 2. No']))).toBeUndefined()
  // Cut at the top: its beginning is not to be seen.
  expect(keys('touch made.txt', rows.slice(4))).toBeUndefined()
  // What a model wrote above looks like one.
  expect(keys('touch made.txt', ['Allow execution of [Shell]?', ...rows])).toBeUndefined()
  const real = ['│ Apply this change? │', ...CHOICES.map((row) => `│ ${row} │`)]
  expect(keys('touch made.txt', [...rows, ...real])).toBeUndefined()
})

test('a denial is Esc, and its reason the next prompt; nothing else is pressed', () => {
  const rows = box(['ls'])
  expect(keys('ls', rows, { verdict: 'deny', message: 'not now' })).toEqual({
    keys: '\u001b',
    prompt: 'not now',
  })
  expect(keys('ls', rows, { verdict: 'deny' })).toEqual({ keys: '\u001b' })
  expect(keys('ls', rows, { verdict: 'deny', message: 'stop', interrupt: true })).toEqual({ keys: '\u001b' })
  expect(keys('ls', rows, { verdict: 'always' })).toBeUndefined()
  expect(keys('ls', rows, { verdict: 'allow', input: { command: 'pwd' } })).toBeUndefined()
  expect(keys('ls', rows, { verdict: 'allow' }, { type: 'edit', filePath: '/work/a' })).toBeUndefined()
})

test.each([
  [
    { type: 'edit', filePath: '/work/a.ts', fileDiff: '+x' },
    'write_file',
    { file_path: '/work/a.ts', change: '+x' },
  ],
  [{ type: 'mcp', serverName: 'db', toolName: 'drop', title: 'Drop?' }, 'mcp_db_drop', { title: 'Drop?' }],
  [
    { type: 'info', prompt: 'read it', urls: ['https://x'] },
    'web_fetch',
    { prompt: 'read it', urls: ['https://x'] },
  ],
  [{ type: 'new' }, 'tool', { asks: 'Tool asks', type: 'new' }],
])('what asks is shown as Gemini tells it: %j', (details, tool, input) => {
  const event = hook('Notification', { notification_type: 'ToolPermission', message: 'Tool asks', details })
  expect(gemini.asks?.(event)).toMatchObject({ kind: 'permission', tool, input, fixed: true })
})

test('rules stop a tool or have it ask; Gemini lets none pass on our word', () => {
  expect(gemini.gates?.(hook('BeforeTool', shell))).toMatchObject({
    tool: 'run_shell_command',
    input: { command: 'npm test' },
    cwd: '/work',
  })
  const ruling = (verdict: 'allow' | 'deny' | 'ask' | 'pass') =>
    gemini.ruling?.({ verdict, reason: 'why' }, hook('BeforeTool', shell))
  expect(ruling('deny')).toEqual({ decision: 'deny', reason: 'why' })
  expect(ruling('ask')).toEqual({ decision: 'ask', reason: 'why' })
  expect(ruling('allow')).toBeUndefined()
  expect(ruling('pass')).toBeUndefined()
})
