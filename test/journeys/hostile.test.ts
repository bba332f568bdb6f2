import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { hasCard, pressUntil } from '../helpers/card.ts'
import { product, type Product } from '../helpers/product.ts'

// Each would do harm where it got through: another link, the clipboard, a title, hidden or reversed text, a
// query whose answer is typed, a change of screen, a notification.
const EVIL = [
  '\x1b]8;;http://evil.example\x1b\\link\x1b]8;;\x1b\\',
  '\x1b]52;c;ZXZpbA==\x07',
  '\x1b]0;evil title\x07',
  '\x1b[8mhidden\x1b[0m',
  '\x1b[1;8mbold hidden\x1b[0m',
  '\u202egnp.exe\u202c',
  'zero\u200bwidth\u2066x\u2069',
  '\x1b[6n\x1b[c\x1b[>q',
  '\x1b[?1049l\x1b[2J\x1bc',
  '\x9b31mC1\x9d52;c;ZQ==\x9c',
  '\x1bPq#0\x1b\\\x1b_apc\x1b\\',
  '\x1b]9;4;1;50\x07\x1b]777;notify;evil;evil\x07',
  'back\b\b\b\bspace\rreturn\x07bell\x00nul\x7f',
].join('')

/** What must never be among the bytes of one of our own screens or tables. */
const HARM: [string, RegExp][] = [
  ['a link (OSC 8)', /(?:\x1b\]|\x9d)8;/],
  ['the clipboard (OSC 52)', /(?:\x1b\]|\x9d)52;/],
  ['a title', /(?:\x1b\]|\x9d)[012];/],
  ['a notification', /(?:\x1b\]|\x9d)(?:9|99|777);/],
  ['concealed text', /\x1b\[(?:[\d:;]*;)?8(?:;[\d;]*)?m/],
  ['a bidi control', /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/],
  ['an invisible character', /[\u200b-\u200d\u2060\ufeff\u00ad]/],
  ['a control string', /\x1b[PX^_]/],
  ['a C1 control', /[\x80-\x9f]/],
  ['a query', /\x1b\[(?:6n|\??c|>q|>c)/],
  ['a full reset', /\x1bc/],
  ['a bell, a backspace or a null', /[\x00\x07\b\x7f]/],
]
/**
 * The view's own title, question for the background, bell and message, each whole: what stands in a message is left
 * to be looked at, and anything more than this is somebody else's.
 */
const withoutOurs = (bytes: string): string =>
  bytes
    .replace(/\x1b\]0;(?:(?:\(\d+\) )?roost)?\x07/g, '')
    .replace(/\x1b\]11;\?(?:\x07|\x1b\\)\x1b\[c/g, '')
    .replace(/\x07?\x1b\]9;(roost[^\x00-\x1f\x7f-\x9f]*)\x07/g, '$1')
/** Colours that end in 8 (38;5;8, 48;5;8) are none of the concealing kind. */
const bare = (text: string) => text.replace(/[345]8;5;\d+/g, '')
const expectHarmless = (what: string, text: string) => {
  const found = HARM.filter(([, pattern]) => pattern.test(bare(text))).map(([name]) => name)
  expect({ in: what, found }).toEqual({ in: what, found: [] })
}
/** Text for a pipe or a file holds no escapes at all. */
const expectPlain = (what: string, text: string) => {
  expectHarmless(what, text)
  expect({ in: what, escapes: text.match(/[\x1b\r]/g) }).toEqual({ in: what, escapes: null })
}

async function evilSessions(roost: Product): Promise<{ id: string; folder: string; asker: string }> {
  const folder = join(roost.work, `dir\n\x1b[8m\u202e\x1b]52;c;ZQ==\x07x`)
  mkdirSync(folder)
  writeFileSync(join(roost.work, 'evil.txt'), `${EVIL}\r\nlast line of evil\r\n`)
  const id = await roost.run(
    'command',
    '-n',
    `name ${EVIL.slice(0, 150)}\nsecond line`,
    '-C',
    folder,
    '--',
    'sh',
    '-c',
    `printf '\\033]0;title \\033\\\\'; cat '${join(roost.work, 'evil.txt')}'; exec cat`,
  )
  // Agents send their tool's input as JSON: every character gets through to us.
  const words = EVIL.replaceAll('\x00', '').replaceAll('\r', '')
  const asker = await roost.run('demo', `title T${words}\nrun touch ${words}`)
  await roost.run('demo', `ask What ${words}?|Yes ${words}: because ${words}|No`)
  await roost.run('demo', `plan # Plan ${words}`)
  await roost.until('three requests', async () => (await roost.approvals()).length === 3)
  return { id, folder, asker }
}

test('hostile names, titles, folders, output and questions come out of every command as plain text', async () => {
  await using roost = await product()
  const { id, asker } = await evilSessions(roost)
  await roost.until('the output', async () =>
    (await roost.roost(['peek', id])).stdout.includes('last line of evil'),
  )
  for (const args of [
    ['ls'],
    ['ls', '--json'],
    ['approvals'],
    ['approvals', '--json'],
    ['peek', id],
    ['peek', '--json', id],
    ['logs', id],
    ['logs', asker],
    ['logs', '--terminal', asker],
    ['explain', id],
    ['explain', asker],
    ['explain', '--json', asker],
    ['daemon', 'logs'],
    ['pin', id],
    ['send', id, EVIL.replaceAll('\x00', '')],
    ['rename', id, `again ${EVIL.slice(0, 150)}`],
    ['stop', id],
    ['stop', id],
    ['attach', `\x1b]52;c;ZQ==\x07`],
    ['peek', `no\x1b[8msuch\u202e`],
    ['run', '-C', `/no/\x1b]52;c;ZQ==\x07\u202e`, 'x'],
    ['run', '-a', `\x1b[8magent`, 'x'],
  ]) {
    const ran = await roost.roost(args)
    expectPlain(`roost ${JSON.stringify(args).slice(0, 80)}: ${ran.code}`, ran.stdout + ran.stderr)
  }
  // One row stays one line.
  const { stdout } = await roost.roost(['ls'])
  expect(stdout.trim().split('\n')).toHaveLength(4)
})

test('the view draws hostile text harmlessly: list, peek, log, card, question, plan, notices', async () => {
  await using roost = await product()
  const { id, asker } = await evilSessions(roost)
  const view = await roost.screen({ cols: 120, rows: 36 })
  await view.waitFor((text) => text.includes('Needs input 3') && text.includes('name link'), 'the list')
  view.write('/name')
  await view.waitFor((text) => text.includes('last line of evil'), 'the peek of the evil output')
  view.write('\r')
  await view.waitFor((text) => text.includes('Enter attach'), 'the list behind the filter')
  view.write('l')
  await view.waitFor((text) => text.includes('Output') && text.includes('last line of evil'), 'the log')
  view.write('\x1b')
  await view.waitFor((text) => text.includes('Enter attach'), 'the list')
  view.write('x')
  await view.waitFor((text) => text.includes('Stop'), 'the question')
  view.write('n')
  await view.waitFor((text) => text.includes('Enter attach'), 'the list')
  view.write('\x1b')
  await view.waitFor((text) => text.includes('Needs input 3'), 'the whole list')
  view.write('i')
  const kinds = new Set<string>()
  const kindOf = (text: string) =>
    hasCard(text)
      ? 'card'
      : /╭─ Question/.test(text)
        ? 'question'
        : /╭─ Go ahead/.test(text)
          ? 'plan'
          : undefined
  while (kinds.size < 3) {
    const text = await view.waitFor((now) => {
      const kind = kindOf(now)
      return kind !== undefined && !kinds.has(kind)
    }, 'another kind of request')
    const kind = kindOf(text) ?? ''
    kinds.add(kind)
    // What must be judged is shown as it is, with what hides in it spelled out.
    if (kind === 'card') expect(text.replace(/[\s│]/g, '')).toMatch(/␛\[8m[^]*⟨U\+202E⟩/)
    if (kind === 'card') view.write('v')
    view.write('\t')
  }
  view.write('\x1b')
  await view.waitFor((text) => text.includes('Needs input 3'), 'the list')
  // Notices name sessions and their answers.
  await roost.roost(['rename', asker, `renamed ${EVIL.slice(0, 150)}`])
  await view.waitFor((text) => text.includes('renamed link'), 'the new name')
  view.write('q')
  await view.exit
  expectHarmless('the view', withoutOurs(view.raw().toString()))
  expect((await roost.row(id)).state).not.toBe('failed')
})

test('a title of a megabyte and a storm of titles harm neither list nor daemon', async () => {
  await using roost = await product()
  const id = await roost.run(
    'command',
    '--',
    'sh',
    '-c',
    `printf '\\033]0;'; head -c 1000000 /dev/zero | tr '\\0' 'T'; printf '\\007'; i=0; while [ $i -lt 3000 ]; do i=$((i+1)); printf '\\033]0;storm %s\\007' $i; done; echo printed; exec cat`,
  )
  const view = await roost.screen({ cols: 80, rows: 24 })
  await roost.until('the output', async () => (await roost.roost(['peek', id])).stdout.includes('printed'))
  await view.waitFor((text) => text.includes('storm 3000'), 'the last title')
  const { stdout } = await roost.roost(['ls', '--json'])
  expect(stdout.length).toBeLessThan(20_000)
  view.write('r')
  await pressUntil(view, '', () => view.text().includes('New name'))
  view.write('\x1b')
  await view.waitFor((text) => text.includes('Enter attach'), 'the list')
})

test('what comes from an attached session stays inside it: the view is whole again afterwards', async () => {
  await using roost = await product()
  await evilSessions(roost)
  const view = await roost.screen({ cols: 100, rows: 30 })
  await view.waitFor((text) => text.includes('Needs input 3'), 'the list')
  view.write('/name')
  await view.waitFor((text) => !text.includes('Needs input'), 'the one row')
  view.write('\r')
  await view.waitFor((text) => text.includes('Enter attach'), 'the list behind the filter')
  view.write('\r')
  await view.waitFor((text) => !text.startsWith('roost') && text.includes('last line of evil'), 'inside')
  view.write('\x11')
  await view.waitFor((text) => text.startsWith('roost') && text.includes('Enter attach'), 'the list again')
  view.write('q')
  expect(await view.exit).toEqual({ code: 0 })
  expect(view.term.buffer.active.type).toBe('normal')
})
