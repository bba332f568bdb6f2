import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { hasCard, isArmed, pressUntil } from '../helpers/card.ts'
import { modesOf } from '../helpers/cells.ts'
import { openTerminal, type Screen } from '../helpers/screen.ts'
import { product, type Product } from '../helpers/product.ts'

/** A screen without what differs from run to run: ids, ages, the machine's name. Widths stay. */
function still(text: string): string {
  return text
    .split('\n')
    .map((line) =>
      line
        .replace(/^roost {2}\S+ · (\S.*?) {2,}/, 'roost  host · $1  ')
        .replace(/\/tmp\/rt-\w{6}/g, '/tmp/rt-xxxxxx')
        .replace(/· (?:now|\d+[sm])( +│)?/g, (_, edge: string | undefined) => (edge ? '· age │' : '· age'))
        .replace(/ (?:now| \d[sm]|\d\d[sm])(?= |$)/gm, ' age')
        .replace(/─ [0-9a-f]{4} ─/, '─ 1d1d ─'),
    )
    .join('\n')
}

/** The whole picture is there: large ones come between two marks (mode 2026). */
const whole = (view: Screen, ...words: string[]) =>
  view.waitFor(
    (text) => !view.term.modes.synchronizedOutputMode && words.every((word) => text.includes(word)),
    `the whole of ${words.join(', ')}`,
  )

const list = (view: Screen, ...words: string[]) =>
  view.waitFor(
    (text) => text.startsWith('roost ') && words.every((word) => text.includes(word)),
    words.join(', '),
  )

async function demo(roost: Product): Promise<void> {
  expect((await roost.roost(['demo'])).code).toBe(0)
  await roost.until('all three scenes', async () => {
    const rows = await roost.ls()
    return (
      rows
        .map(({ state }) => state)
        .sort()
        .join() === 'exited,needs-input,needs-input'
    )
  })
}

test('the demo at the size of a phone, a terminal and a wide one: list, card, question', async () => {
  await using roost = await product()
  await demo(roost)
  const golden = (name: string) => join(import.meta.dirname, 'screens', `${name}.txt`)
  for (const [cols, rows] of [
    [45, 18],
    [80, 24],
    [120, 36],
  ] as const) {
    const size = `${cols}x${rows}`
    const view = await roost.screen({ cols, rows })
    await list(view, 'Needs input 2', 'Failed 1', 'Publish 0.1.0')
    await whole(view, ...(cols > 45 ? ['a number chooses'] : []))
    await expect(`${still(view.text())}\n`).toMatchFileSnapshot(golden(`list-${size}`))
    view.write('j')
    view.write('i')
    await view.waitFor((text) => hasCard(text) && isArmed(view), 'the card')
    await whole(view, ...(rows > 18 ? ['y = yes'] : []))
    await expect(`${still(view.text())}\n`).toMatchFileSnapshot(golden(`card-${size}`))
    view.write('k')
    await view.waitFor((text) => text.includes('Which database') && !hasCard(text), 'the question')
    await whole(view, ...(rows > 30 ? ['a number chooses'] : []))
    await expect(`${still(view.text())}\n`).toMatchFileSnapshot(golden(`question-${size}`))
    view.write('\x1b')
    await list(view, 'Needs input 2')
    view.write('q')
    expect(await view.exit).toEqual({ code: 0 })
  }
})

test('an empty list teaches; where no agent is installed d starts the demo', async () => {
  await using roost = await product({ PATH: '/usr/bin:/bin' })
  const view = await roost.screen({ cols: 80, rows: 24 })
  await list(view, 'No coding agent is installed', 'npm install -g @anthropic-ai/claude-code')
  view.write('d')
  await list(view, 'Needs input 2', 'Failed 1')
})

test('groups tell what the person must do, and a row moves when its state changes', async () => {
  await using roost = await product()
  await roost.run('command', '-n', 'server', '--', 'sh', '-c', 'echo up; exec cat')
  await roost.run('command', '-n', 'good', '--', 'true')
  await roost.run('command', '-n', 'bad', '--', 'sh', '-c', 'echo last words of bad; exit 3')
  const asker = await roost.run('demo', '-n', 'asker', 'until go\nrun touch hi')
  const view = await roost.screen({ cols: 80, rows: 24 })
  const four = await list(view, 'Working 1', 'Idle 1', 'Done 1', 'Failed 1')
  const order = (text: string) =>
    [...text.matchAll(/^(Needs input|Working|Idle|Done|Failed) \d/gm)].map(([, g]) => g)
  expect(order(four)).toEqual(['Working', 'Idle', 'Done', 'Failed'])
  await roost.roost(['peek', asker])
  const { writeFileSync } = await import('node:fs')
  writeFileSync(join(roost.work, 'go'), '')
  expect(order(await list(view, 'Needs input 1', 'exit 3'))).toEqual([
    'Needs input',
    'Idle',
    'Done',
    'Failed',
  ])
  // What has ended still shows what it printed.
  view.write('/bad')
  await view.waitFor((text) => text.includes('last words of bad'), 'the last output')
})

test('filter, rename, pin with t and Ctrl+T, message, log and find, each with a few keys', async () => {
  await using roost = await product()
  const cat = await roost.run('command', '-n', 'alpha', '--', 'sh', '-c', 'seq 1 500; exec cat')
  await roost.run('command', '-n', 'beta', '--', 'sleep', '1000')
  const view = await roost.screen({ cols: 80, rows: 24 })
  await list(view, 'alpha', 'beta')
  view.write('/alp')
  await view.waitFor((text) => text.includes('alpha') && !text.includes('beta'), 'the filtered list')
  view.write('\r')
  await list(view, 'Enter attach')
  expect(view.text()).not.toContain('beta')

  view.write('t')
  await roost.seen(cat, 'pinned', ({ pinned }) => pinned)
  view.write('\x14')
  await roost.seen(cat, 'not pinned', ({ pinned }) => !pinned)

  view.write('r')
  await view.waitFor((text) => /New name › alpha/.test(text), 'the field')
  view.write('\x15alpha übung')
  await view.waitFor((text) => /› alpha übung/.test(text), 'the new name')
  view.write('\r')
  await roost.seen(cat, 'its new name', ({ name }) => name === 'alpha übung')

  view.write('m')
  await view.waitFor((text) => /To alpha übung ›/.test(text), 'the field')
  view.write('hello 日本')
  await view.waitFor((text) => text.includes('› hello 日本'), 'the words')
  view.write('\r')
  await roost.until('the line', async () => /hello 日本/.test((await roost.roost(['peek', cat])).stdout))

  await list(view, 'Enter attach')
  view.write('l')
  await view.waitFor((text) => text.includes('Output') && text.includes('hello 日本'), 'the log')
  view.write('g')
  await view.waitFor((text) => /^│ 1 +│$/m.test(text), 'its beginning')
  view.write('/')
  await view.waitFor((text) => /find/i.test(text.split('\n').at(-1) ?? ''), 'the field')
  view.write('249')
  await view.waitFor((text) => /249/.test(text.split('\n').at(-1) ?? ''), 'the text')
  view.write('\r')
  await view.waitFor((text) => /^│ 249 +│$/m.test(text), 'the line')
  view.write('G')
  await view.waitFor((text) => text.includes('following'), 'the end')
  view.write('\x1b')
  await list(view, 'alpha')
  view.write('\x1b')
  await list(view, 'alpha', 'beta')
})

test('x stops what runs and removes what has ended, each only after a yes', async () => {
  await using roost = await product()
  const id = await roost.run('command', '-n', 'victim', '--', 'sleep', '1000')
  const view = await roost.screen({ cols: 80, rows: 24 })
  await list(view, 'victim')
  view.write('x')
  await view.waitFor((text) => text.includes('Stop “victim”?'), 'the question')
  view.write('\r') // Enter is no yes
  await list(view, 'Enter attach')
  view.write('x')
  await view.waitFor((text) => text.includes('Stop “victim”?'), 'the question')
  view.write('n')
  await list(view, 'Enter attach')
  expect((await roost.row(id)).agentPid).not.toBeNull()
  view.write('x')
  await view.waitFor((text) => text.includes('Stop “victim”?'), 'the question')
  view.write('y')
  await roost.seen(id, 'stopped', ({ state }) => state === 'stopped')
  await list(view, 'Done 1')
  view.write('x')
  await view.waitFor((text) => /Remove .*“victim”\?/.test(text), 'the question')
  view.write('y')
  await view.waitFor((text) => text.includes('0 sessions'), 'the empty list')
  expect(await roost.ls()).toEqual([])
})

test('the form starts a session in the folder and under the name it shows', async () => {
  await using roost = await product({ PATH: '/usr/bin:/bin' })
  const view = await roost.screen({ cols: 80, rows: 24 })
  await list(view, '0 sessions')
  view.write('n')
  await view.waitFor((text) => text.includes('[command]'), 'the form')
  view.write('echo in $PWD; exec cat')
  for (const keys of ['\t', '\t', '\t', '\t', 'from form', '\t', ' ']) view.write(keys)
  await view.waitFor((text) => /Name +from form/.test(text) && /Pin +yes/.test(text), 'all fields')
  expect(view.text()).toContain('~/w')
  view.write('\r')
  await list(view, 'from form', `in ${roost.work}`)
  expect((await roost.ls())[0]).toMatchObject({
    name: 'from form',
    cwd: roost.work,
    pinned: true,
    agent: 'command',
  })

  await pressUntil(view, 'n', () => view.text().includes('[command]'))
  view.write('\x15\x1b[200~say a\nsay b\x1b[201~')
  for (const keys of ['\t', 'd', '\r']) view.write(keys)
  await roost.until('the demo session', async () =>
    (await roost.ls()).some(({ agent, detail }) => agent === 'demo' && detail === 'b'),
  )

  await list(view, 'say a', 'Enter attach') // the form before has gone
  await pressUntil(view, 'n', () => view.text().includes('What should it do?'))
  for (const keys of ['\t', '\t', '\x15/no/such/folder']) view.write(keys)
  await view.waitFor((text) => text.includes('/no/such/folder'), 'the folder')
  view.write('\r')
  await view.waitFor(
    (text) => /\/no\/such\/folder.*(?:folder|exist|director)/i.test(text.replace(/\s+/g, ' ')),
    'what is wrong',
  )
  expect(await roost.ls()).toHaveLength(2)
})

test('with the daemon killed or stopped under it the view says so and comes back by itself', async () => {
  await using roost = await product()
  const id = await roost.run('command', '-n', 'keeps', '--', 'sleep', '1000')
  const view = await roost.screen({ cols: 80, rows: 24 })
  await list(view, 'keeps')
  const { agentPid } = await roost.row(id)
  const back = await roost.withoutDaemon()
  await view.waitFor((text) => /daemon/i.test(text) && text.includes('keeps'), 'that it is away')
  back()
  await view.waitFor((text) => !/daemon/i.test(text) && text.includes('keeps'), 'that it is back')
  expect((await roost.row(id)).agentPid).toBe(agentPid)
  const { pid } = await roost.daemon()
  await roost.roost(['daemon', 'stop'])
  // A person wanted that: it is started again when somebody wants something.
  await view.waitFor((text) => /daemon.*stopped/i.test(text), 'that it was stopped')
  view.write('j')
  await roost.until('the view at another daemon', async () => {
    const status = await roost.daemon().catch(() => undefined)
    return status && status.pid !== pid && status.clients > 1
  })
  await list(view, 'Enter attach')
  view.write('r')
  await view.waitFor((text) => text.includes('New name'), 'the field')
  view.write('\x15still')
  await view.waitFor((text) => text.includes('› still'), 'the name')
  view.write('\r')
  await roost.seen(id, 'the new name', ({ name }) => name === 'still')
})

test('NO_COLOR leaves no colour, and every state is still told by word and glyph', async () => {
  await using roost = await product()
  await demo(roost)
  const view = await roost.screen({ cols: 80, rows: 24, env: { NO_COLOR: '1' } })
  await list(view, 'Needs input 2', 'Failed 1')
  view.write('i')
  await view.waitFor((text) => text.includes('Question') || hasCard(text), 'a card')
  view.write('\x1b')
  await list(view, 'Needs input 2')
  view.write('q')
  await view.exit
  const colours =
    view
      .raw()
      .toString()
      .match(/\x1b\[[\d;:]*m/g) ?? []
  const coloured = colours.filter((code) => /(?:^|[;[])(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;|:|m)/.test(code))
  expect(coloured).toEqual([])
})

test('a window of any size is drawn within its edges and never throws', async () => {
  await using roost = await product()
  await demo(roost)
  const view = await roost.screen({ cols: 80, rows: 24 })
  await list(view, 'Needs input 2')
  for (const [cols, rows] of [
    [20, 5],
    [200, 60],
    [10, 3],
    [45, 18],
    [2, 1],
    [80, 24],
  ] as const)
    for (const key of ['i', '\x1b', ' ', '\x1b', '?', '\x1b', 'n', '\x1b']) {
      const before = view.raw().length
      view.resize(cols + (key === '\x1b' ? 1 : 0), rows)
      await roost.until('a new picture', () => view.raw().length > before)
      view.write(key)
    }
  // There and back again before anybody looks: the window has lost what it showed all the same.
  view.resize(2, 1)
  view.resize(80, 24)
  await pressUntil(view, '\x1b', () =>
    /^roost {2}[^]*\nNeeds input 2 [^]*\nFailed 1 [^]*\n.*Enter attach/.test(view.text()),
  )
  view.write('q')
  expect(await view.exit).toEqual({ code: 0 })
  expect(modesOf(view.term)).toEqual(modesOf(openTerminal(80, 24)))
  expect(readFileSync(join(roost.home, 'daemon.log'), 'utf8')).not.toContain('error')
})

test('what ends as soon as it is brought back says so at once, and the keys work', async () => {
  await using roost = await product()
  const id = await roost.run('command', '-n', 'short', '--', 'sh', '-c', 'exit 4')
  await roost.seen(id, 'its end', ({ state }) => state === 'exited')
  const view = await roost.screen({ cols: 80, rows: 24 })
  await list(view, 'short')
  view.write('\r')
  await view.waitFor(
    (text) => /short.*(?:exit 4|exit code 4)/.test(text.split('\n').at(-1) ?? ''),
    'how it ended',
  )
  await pressUntil(view, 'r', () => view.text().includes('New name'))
  const cli = await roost.screen({ args: ['attach', id], cols: 80, rows: 24 })
  await cli.exit
  expect(cli.text()).toMatch(/exit 4/)
})
