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
  expect(keys('touch made.txt', ['1. Create GEMINI.md files', ...rows])).toMatchObject({ keys: '1' })
  expect(
    keys('echo a long one && touch made.txt', box(['echo a long one &&', 'touch made.txt'])),
  ).toMatchObject({
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
  expect(keys('ls', rows, { verdict: 'deny', message: 'not now' })).toMatchObject({
    keys: '\u001b',
    prompt: 'not now',
  })
  expect(keys('ls', rows, { verdict: 'deny' })).not.toHaveProperty('prompt')
  expect(keys('ls', rows, { verdict: 'deny', message: 'stop', interrupt: true })).not.toHaveProperty('prompt')
  expect(keys('ls', rows, { verdict: 'always' })).toBeUndefined()
  expect(keys('ls', rows, { verdict: 'allow', input: { command: 'pwd' } })).toBeUndefined()
  expect(keys('ls', rows, { verdict: 'allow' }, { type: 'edit', filePath: '/work/a' })).toBeUndefined()
})

// As 0.61.0 draws them.
const framed = (rows: string[]) => [
  '╭────────────────────────────────────────────────╮',
  ...rows.map((row) => `│ ${row.padEnd(46)} │`),
  '╰────────────────────────────────────────────────╯',
]
const edit = (head: string, drawn: string[]) =>
  framed([
    head,
    '╭────────────────────────────────────────────╮',
    ...drawn.map((row) => `│ ${row.padEnd(42)} │`),
    '╰────────────────────────────────────────────╯',
    'Apply this change?',
    '',
    '● 1. Allow once',
    '  2. Allow for this session',
    '  3. Modify with external editor',
    '  4. No, suggest changes (esc)',
  ])
const DIFF = `Index: long.txt
===================================================================
--- long.txt\tCurrent
+++ long.txt\tProposed
@@ -3,3 +3,4 @@
 three
-four
+vier
+and more
 five
@@ -40,2 +41,1 @@
-forty
 forty-one that is so long that it is wrapped to a second row
\\ No newline at end of file
`
const DRAWN = [
  ' 3   three',
  ' 4 - four',
  ' 4 + vier',
  ' 5 + and more',
  ' 6   five',
  '══════════════════════════════════════════',
  '40 - forty',
  '41   forty-one that is so long that it is',
  '     wrapped to a second row',
]

test('an edit is answered by key while its dialog shows all of that change to that file', () => {
  const details = { type: 'edit', filePath: '/work/sub/long.txt', fileDiff: DIFF }
  const answer = (rows: string[]) => keys('', rows, { verdict: 'allow' }, details)
  expect(answer(edit('? Edit  sub/long.txt: four => vier', DRAWN))).toMatchObject({ keys: '1' })
  expect(answer(edit('? Edit  sub/long.txt: four => v…   1 of 2', DRAWN))).toMatchObject({ keys: '1' })
  expect(answer(edit('? Edit  long.txt: four => vier', DRAWN))).toBeUndefined()
  expect(answer(edit('? Edit  sub/long.txt.bak: four => vier', DRAWN))).toBeUndefined()
  expect(answer(edit('? Edit  sub/long.txt: four => vier', DRAWN.with(3, ' 5 + and less')))).toBeUndefined()
  const hidden = ['... first 3 lines hidden (Ctrl+O to show) ...', ...DRAWN.slice(3)]
  expect(answer(edit('? Edit  sub/long.txt: four => vier', hidden))).toBeUndefined()
  const no = { verdict: 'deny' as const }
  expect(keys('', edit('? Edit  sub/long.txt: four => vier', hidden), no, details)).toMatchObject({
    keys: '\u001b',
  })
  expect(keys('', edit('? Edit  sub/other.txt: four => vier', hidden), no, details)).toBeUndefined()

  const made = { type: 'edit', filePath: '/work/new.txt', fileDiff: '@@ -0,0 +1,2 @@\n+one\n+two\n' }
  const rows = edit('? WriteFile  Writing to new.txt', ['1 one', '2 two'])
  expect(keys('', rows, { verdict: 'allow' }, made)).toMatchObject({ keys: '1' })
  expect(keys('', rows, { verdict: 'deny' }, made)).toMatchObject({ keys: '\u001b' })
  expect(keys('', rows, { verdict: 'allow' }, { ...made, filePath: '/work/old.txt' })).toBeUndefined()
})

const info = (tool: string, body: string[], question = 'Do you want to proceed?') =>
  framed(['Action Required', '', `?  ${tool}`, '', ...body, question, '', ...CHOICES])

test('a fetch is answered by key while its dialog shows all its addresses', () => {
  const urls = ['https://example.com/a', 'https://example.com/b']
  const details = { type: 'info', title: 'Confirm Web Fetch', prompt: `read ${urls.join(' and ')}`, urls }
  const body = [
    'read https://example.com/a and',
    'https://example.com/b',
    '',
    'URLs to fetch:',
    ' - https://example.com/a',
    ' - https://example.com/b',
  ]
  const answer = (rows: string[], given: object = details) => keys('', rows, { verdict: 'allow' }, given)
  expect(answer(info('WebFetch Processing URLs and…', body))).toMatchObject({ keys: '1' })
  expect(answer(info('WebFetch Processing URLs and…', body.slice(0, -1)))).toBeUndefined()
  expect(answer(info('Skill Processing URLs and…', body))).toBeUndefined()
  const file = { type: 'info', title: 'Confirm: ReadFile', prompt: '/etc/hosts' }
  expect(answer(info('ReadFile /etc/hosts', ['/etc/hosts']), file)).toBeUndefined()
})

test('an MCP tool, whose arguments no card can show, is only ever refused by key', () => {
  const details = { type: 'mcp', serverName: 'notes', toolName: 'drop' }
  const rows = info(
    'drop (notes MCP Server) {"table":"users"}',
    ['MCP Server: notes', 'Tool: drop'],
    'Allow execution of MCP tool "drop" from server "notes"?',
  )
  expect(keys('', rows, { verdict: 'allow' }, details)).toBeUndefined()
  expect(keys('', rows, { verdict: 'deny' }, details)).toMatchObject({ keys: '\u001b' })
  expect(keys('', rows, { verdict: 'deny' }, { ...details, toolName: 'list' })).toBeUndefined()
})

test('its dialog is gone when none stands there, or another; not while it cannot be told', () => {
  const { dialog = '' } = keys('touch made.txt', box(['touch made.txt'])) ?? {}
  const left = (rows: string[]) => gemini.left?.(dialog, rows)
  expect(left(['✦ Working on it'])).toBe(true)
  expect(left(box(['touch other.txt']))).toBe(true)
  expect(left(edit('? WriteFile  Writing to new.txt', ['1 one']))).toBe(true)
  expect(left(box(['touch made.txt']))).toBe(false)
  expect(left(box(['touch made.txt'], ['said above']))).toBe(false)
  expect(left(box(['touch made.txt']).slice(4))).toBe(false)
  expect(left([])).toBe(false)
  expect(left(['', ''])).toBe(false)
})

test.each([
  [
    { type: 'edit', filePath: '/work/a.ts', fileDiff: '+x' },
    'write_file',
    { file_path: '/work/a.ts', change: '+x' },
  ],
  [
    { type: 'mcp', serverName: 'db', toolName: 'drop', title: 'Drop?' },
    'mcp_db_drop',
    { server: 'db', tool: 'drop' },
  ],
  [
    { type: 'info', title: 'Confirm Web Fetch', prompt: 'read it', urls: ['https://x'] },
    'web_fetch',
    { url: 'https://x', prompt: 'read it', urls: ['https://x'] },
  ],
  [
    { type: 'info', title: 'Confirm: ReadFile', prompt: '/etc/hosts' },
    'tool',
    { asks: 'Confirm: ReadFile', prompt: '/etc/hosts' },
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
