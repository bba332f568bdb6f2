import { readFileSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cellsOf, modesOf } from '../helpers/cells.ts'
import { openScreen, openTerminal } from '../helpers/screen.ts'
import { product, roostFile, type Product } from '../helpers/product.ts'

/** Writes down each byte it gets; `Q` ends it. */
const TYPIST = String.raw`
import { appendFileSync } from 'node:fs'
process.stdin.setRawMode(true)
process.stdout.write('\x1b[?1002h\x1b[?2004h\x1b[41mTypist listens\x1b[0m')
process.stdin.on('data', (keys) => {
  appendFileSync('typed', keys)
  if (String(keys).includes('Q')) process.exit(0)
})`

/** Everything a program can leave switched on. */
const MESSY = String.raw`
printf '\033]0;messy title\007\033[?1049h\033[?1000h\033[?1003h\033[?1006h\033[?1004h\033[?2004h\033[?25l\033[?1h\033='
printf '\033[>1u\033[5;10r\033[?6h\033[?7l\033[4h\033(0\033[3 q\033[>4;2m\033[1;31;44mmess'
exec cat >/dev/null`

async function typist(roost: Product): Promise<string> {
  writeFileSync(join(roost.work, 'typist.mjs'), TYPIST)
  writeFileSync(join(roost.work, 'typed'), '')
  return roost.run('command', '-n', 'typist', '--', process.execPath, 'typist.mjs')
}
const typed = (roost: Product) => readFileSync(join(roost.work, 'typed'), 'latin1')
const inList = (text: string) => text.startsWith('roost ') && text.includes('typist')
const inSession = (text: string) => text.startsWith('Typist listens')

test('no key is lost or leaked between the list and a session, whatever chunks they come in', async () => {
  await using roost = await product()
  const id = await typist(roost)
  const view = await roost.screen({ cols: 80, rows: 24 })
  await view.waitFor(inList, 'the list')
  let expected = ''
  for (let round = 0; round < 5; round++) {
    // What stands behind Enter in the same chunk is for the session already, and so is what comes after.
    view.write(`\r<${round}:0`)
    view.write('1')
    await view.waitFor(inSession, 'the session')
    for (const key of '23456789') view.write(key)
    // Behind the detach key, in the same chunk: neither for the session, nor commands to the list.
    view.write(`ab>\x11xyqxyd`)
    expected += `<${round}:0123456789ab>`
    await view.waitFor(inList, 'the list again')
    await roost.until('each key, once and in order', () => typed(roost) === expected)
  }
  expect(view.text()).not.toMatch(/Stop|Remove|\(y\/n\)/i)
  const row = await roost.row(id)
  expect(row.agentPid).not.toBeNull()
})

test('a paste into the session that holds the detach key does not leave it', async () => {
  await using roost = await product()
  await typist(roost)
  const view = await roost.screen({ cols: 80, rows: 24 })
  await view.waitFor(inList, 'the list')
  view.write('\r')
  await view.waitFor(inSession, 'the session')
  view.write('\x1b[200~one\x11two\x1b[201~')
  await roost.until('the paste', () => typed(roost) === '\x1b[200~one\x11two\x1b[201~')
  view.write('\x1c')
  await view.waitFor(inList, 'the list')
})

test('keys typed on while a session ends do nothing in the list that appears under them', async () => {
  await using roost = await product()
  const id = await typist(roost)
  const view = await roost.screen({ cols: 80, rows: 24 })
  await view.waitFor(inList, 'the list')
  view.write('\r')
  await view.waitFor(inSession, 'the session')
  // `x` and `y` would remove it. All of it is typed before the list can be seen.
  view.write('Q')
  for (let n = 0; n < 50; n++) view.write('xy')
  await view.waitFor((text) => text.includes('ended with exit code 0'), 'how it ended')
  expect((await roost.row(id)).state).toBe('exited')
})

test('the list is whole after each visit, and a window resized meanwhile is used at once', async () => {
  await using roost = await product()
  await typist(roost)
  const view = await roost.screen({ cols: 80, rows: 24 })
  // Of a plain program all that is known is that it printed a moment ago.
  await view.waitFor(
    (text) => inList(text) && text.includes('Typist listens') && text.includes('Idle 1'),
    'the list and its peek',
  )
  const still = (rows: string[]) => rows.map((row) => row.replace(/\b\d+[smh]\b|now/g, 'age'))
  const before = still(cellsOf(view.term))
  view.write('\r')
  await view.waitFor(inSession, 'the session')
  expect(modesOf(view.term)).toMatchObject({ mouseTrackingMode: 'drag' })
  view.resize(120, 36)
  await roost.until('the new size in the session', async () => {
    const peek = await roost.json<{ cols: number; rows: number }>(['peek', '--json', 'typist'])
    return peek.cols === 120 && peek.rows === 36
  })
  view.write('\x11')
  await view.waitFor((text) => inList(text) && /^Idle 1 ─.*╭/m.test(text), 'the wide list')
  expect(modesOf(view.term)).toMatchObject({ mouseTrackingMode: 'none', bracketedPasteMode: true })
  view.write('\r')
  await view.waitFor(inSession, 'the session')
  view.resize(80, 24)
  view.write('\x11')
  await view.waitFor((text) => inList(text) && text.includes('╰'), 'the list')
  await roost.until('the same list as in the beginning', () => {
    return JSON.stringify(still(cellsOf(view.term))) === JSON.stringify(before)
  })
})

test('leaving the view leaves the terminal as it was, also from within a session', async () => {
  await using roost = await product()
  await typist(roost)
  const plain = modesOf(openTerminal(80, 24))
  const view = await roost.screen({ cols: 80, rows: 24 })
  await view.waitFor(inList, 'the list')
  view.write('q')
  expect(await view.exit).toEqual({ code: 0 })
  expect(modesOf(view.term)).toEqual(plain)

  // Ended from outside while a session has the terminal, with all its modes.
  const messy = await roost.run('command', '-n', 'messy', '--', 'sh', '-c', MESSY)
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
    const other = await roost.screen({ cols: 80, rows: 24 })
    await other.waitFor((text) => text.includes('messy'), 'the list')
    other.write('/messy')
    await other.waitFor((text) => !text.includes('typist'), 'the one row')
    other.write('\r')
    await other.waitFor((text) => text.includes('Enter attach'), 'the list behind the filter')
    other.write('\r')
    await other.waitFor(() => modesOf(other.term).mouseTrackingMode === 'any', 'the session')
    process.kill(other.pid, signal)
    // Ended by the signal itself or with the status a shell makes of it.
    const { code, signal: by } = await other.exit
    expect(by ?? code - 128).toBe(constants.signals[signal])
    expect(modesOf(other.term)).toEqual(plain)
    expect(other.raw().toString().split('\x1b[22;0t')).toHaveLength(
      other.raw().toString().split('\x1b[23;0t').length,
    )
  }
  expect((await roost.row(messy)).agentPid).not.toBeNull()
})

test('the keys that leave a session can be others', async () => {
  await using roost = await product()
  await typist(roost)
  writeFileSync(join(roost.home, 'config.json'), JSON.stringify({ detachKeys: ['ctrl+o'] }))
  const view = await roost.screen({ cols: 80, rows: 24 })
  await view.waitFor(inList, 'the list')
  view.write('\r')
  await view.waitFor(inSession, 'the session')
  view.write('\x11')
  await roost.until('Ctrl+Q in the session', () => typed(roost) === '\x11')
  view.write('\x0f')
  await view.waitFor(inList, 'the list')
})

test('a view that was stopped, by Ctrl+Z or from outside, hears keys again after fg', async () => {
  await using roost = await product()
  await typist(roost)
  const pidFile = join(roost.work, 'view.pid')
  const view = await openScreen({
    file: 'bash',
    args: ['--norc', '--noprofile', '-i'],
    env: { ...roost.env, PS1: 'shell> ' },
    cwd: roost.work,
  })
  const atList = () => view.waitFor((text) => inList(text) && !text.includes('Stopped'), 'the list')
  try {
    await view.waitFor((text) => text.includes('shell>'), 'the shell')
    view.write(`sh -c 'echo $$ > ${pidFile}; exec ${process.execPath} ${roostFile}'\r`)
    await atList()
    for (const stop of [
      () => view.write('\x1a'),
      () => process.kill(Number(readFileSync(pidFile, 'utf8')), 'SIGSTOP'),
    ]) {
      stop()
      await view.waitFor((text) => text.includes('Stopped'), 'the shell')
      view.write('fg\r')
      await atList()
      view.write('?')
      await view.waitFor((text) => text.includes('─ Keys ─'), 'the help')
      view.write('?')
      await atList()
    }
  } finally {
    await view.close()
  }
})
