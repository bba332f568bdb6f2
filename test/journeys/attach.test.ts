import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cellsOf, cursorOf, modesOf } from '../helpers/cells.ts'
import { openScreen, openTerminal, type Screen } from '../helpers/screen.ts'
import { product, roostFile, type Product } from '../helpers/product.ts'

const start = (roost: Product, ...args: string[]): Promise<string> => roost.run('command', '--', ...args)

/** A shell in a terminal of its own, which attaches a session and says how that ended. */
const shellInto = (roost: Product, id: string): Promise<Screen> =>
  openScreen({
    file: '/bin/sh',
    args: [
      '-c',
      `echo "typed before"; ${process.execPath} ${roostFile} attach ${id}; echo "code $?"; printf X; exec cat`,
    ],
    env: roost.env,
    cwd: roost.work,
  })

/** Writes a program of Node's beside the sessions and gives its path. */
function program(roost: Product, name: string, text: string): string {
  const path = join(roost.work, name)
  writeFileSync(path, text)
  return path
}

const PICTURE = String.raw`
for i in $(seq 1 60); do echo "line $i of what scrolled by"; done
printf '\033[2J\033[H\033[31mred \033[1mbold\033[0m \033[38;5;208morange \033[48;2;20;40;80;97mtrue colour\033[0m \033[4mline\033[24m \033[7minverse\033[0m\n'
printf 'wide 日本語 and é, \033[3mitalic\033[0m \033[9mgone\033[0m \033(0lqqk\033(B\n'
printf '\033[10;20H\033[44m\033[K\033[0mhere\033[12;5H\033[32m$ '
exec sleep 1000`

test('attach shows the whole screen at once: every cell, its colours, and the cursor', async () => {
  await using roost = await product()
  const id = await start(roost, 'sh', '-c', PICTURE)
  type Peek = { cols: number; rows: number; cursor: { x: number; y: number } }
  const peek = await roost.until('the picture', async () => {
    const peek = await roost.json<Peek>(['peek', '--json', id])
    return peek.cursor.x === 6 && peek.cursor.y === 11 && peek // behind the prompt: that is the last of it
  })
  const direct = openTerminal(peek.cols, peek.rows)
  const { stdout } = await roost.roost(['logs', '--raw', id])
  await new Promise<void>((resolve) => direct.write(stdout, resolve))

  const attached = await roost.screen({ args: ['attach', id], cols: peek.cols, rows: peek.rows })
  await attached.waitFor((text) => text.includes('$'), 'the picture')
  await expect.poll(() => cellsOf(attached.term)).toEqual(cellsOf(direct))
  await expect.poll(() => cursorOf(attached.term)).toEqual(cursorOf(direct))
  expect(cellsOf(direct).join('\n')).toContain('brgb') // a picture without colours would prove nothing
})

// Waits for a key, then moves down by a bare LF, as programs do that have turned output processing off.
const STAIRS = `stty raw -echo; printf ready; dd bs=1 count=1 2>/dev/null >/dev/null; printf '\\033[2J\\033[Hone\\ntwo\\nthree'; exec cat`

test('a bare line feed goes down in the same column, and the shell gets its terminal back as it was', async () => {
  await using roost = await product()
  const id = await start(roost, 'sh', '-c', STAIRS)
  const shell = await openScreen({
    file: '/bin/sh',
    args: ['-c', `${process.execPath} ${roostFile} attach ${id}; stty -a; exec cat`],
    env: roost.env,
    cwd: roost.work,
  })
  await shell.waitFor((text) => text.includes('ready'), 'the program')
  shell.write('x')
  await shell.waitFor((text) => /^one *\n {3}two *\n {6}three/m.test(text), 'the stairs')
  shell.write('\x11')
  const settings = await shell.waitFor(
    (text) => text.includes('opost'),
    'the settings of the shell’s terminal',
  )
  expect(settings).toMatch(/(?<!-)opost/)
  await shell.close()
})

/** Draws its size in all four corners and each key it gets, on the alternate screen with mouse and hidden cursor. */
const FULLSCREEN = String.raw`
const { stdin, stdout } = process
let keys = ''
stdin.setRawMode(true)
stdout.write('\x1b[?1049h\x1b[?25l\x1b[?1002h\x1b[?1006h\x1b[?2004h\x1b[?1h\x1b=\x1b[>1u\x1b[5 q')
const draw = () => {
  const { columns: c, rows: r } = stdout
  stdout.write('\x1b[0m\x1b[2J\x1b[H\x1b[41mTL\x1b[0m\x1b[1;' + (c - 1) + 'HTR\x1b[' + r + ';1HBL\x1b[' + r + ';' + (c - 1) + 'H\x1b[?7lBR\x1b[?7h')
  stdout.write('\x1b[3;3H\x1b[32msize ' + c + 'x' + r + ' keys ' + keys + '.')
}
stdout.on('resize', draw)
stdin.on('data', (k) => { keys += k; if (keys.endsWith('Q')) process.exit(0); draw() })
draw()`

const corners = (cols: number, rows: number, keys: string) => (text: string) => {
  const lines = text.split('\n')
  return (
    lines.length === rows &&
    text.includes(`size ${cols}x${rows} keys ${keys}.`) &&
    lines[0]?.startsWith('TL') === true &&
    lines[0].length === cols &&
    lines[0].endsWith('TR') &&
    lines[rows - 1]?.startsWith('BL') === true &&
    lines[rows - 1]?.endsWith('BR') === true
  )
}

test('a full-screen program survives attach, resize, detach, and attach from a smaller terminal', async () => {
  await using roost = await product()
  const id = await start(roost, process.execPath, program(roost, 'full.mjs', FULLSCREEN))
  const wide = await roost.screen({ args: ['attach', id], cols: 100, rows: 30 })
  await wide.waitFor(corners(100, 30, ''), 'its four corners')
  expect(modesOf(wide.term)).toMatchObject({
    mouseTrackingMode: 'drag',
    bracketedPasteMode: true,
    applicationCursorKeysMode: true,
    cursorHidden: true,
    screen: 'alternate',
  })
  wide.write('ab')
  await wide.waitFor(corners(100, 30, 'ab'), 'what was typed')
  wide.resize(90, 25)
  await wide.waitFor(corners(90, 25, 'ab'), 'the new size')
  wide.write('\x11')
  expect(await wide.exit).toEqual({ code: 0 })
  expect(wide.text()).toContain('Back to it: roost attach')

  const small = await roost.screen({ args: ['attach', id], cols: 60, rows: 18 })
  await small.waitFor(corners(60, 18, 'ab'), 'the small size')
  small.write('cQ')
  expect(await small.exit).toEqual({ code: 0 })
  expect(small.text()).toContain('exit 0')
  await roost.until('its end', async () => (await roost.row(id)).state === 'exited')
})

const tildes = (text: string) => text.split('\n').filter((line) => line.trim() === '~').length

test('vim, where there is one, survives the same and writes its file', async () => {
  await using roost = await product()
  const found = await roost.roost(['run', '--json', '-a', 'command', '--', 'vim', '-u', 'NONE', '-N', 'note'])
  if (found.code === 5) return // no vim here; the test above drives a program of our own
  const { id } = JSON.parse(found.stdout) as { id: string }
  const wide = await roost.screen({ args: ['attach', id], cols: 100, rows: 30 })
  await wide.waitFor((text) => text.includes('~'), 'vim')
  wide.write('ifirst line\rsecond line\x1b')
  await wide.waitFor((text) => /second line/.test(text), 'the text')
  wide.resize(70, 20)
  await wide.waitFor((text) => tildes(text) === 17, '20 rows')
  wide.write('\x1c') // Ctrl+\
  expect(await wide.exit).toEqual({ code: 0 })
  const small = await roost.screen({ args: ['attach', id], cols: 50, rows: 15 })
  await small.waitFor(
    (text) => tildes(text) === 12 && /^first line *\nsecond line *\n~/.test(text),
    '15 rows with the text',
  )
  small.write('othird\x1b:wq\r')
  expect(await small.exit).toEqual({ code: 0 })
  expect(readFileSync(join(roost.work, 'note'), 'utf8')).toBe('first line\nsecond line\nthird\n')
})

/** Everything a program can leave switched on. */
const MESSY = String.raw`
printf '\033]0;messy title\007\033[?1049h\033[?1000h\033[?1003h\033[?1006h\033[?1004h\033[?2004h\033[?25l\033[?1h\033='
printf '\033[>1u\033[5;10r\033[?6h\033[?7l\033[4h\033(0\033[3 q\033[>4;2m\033[1;31;44mmess'
exec cat >/dev/null`

for (const [name, key] of [
  ['Ctrl+Q', '\x11'],
  ['Ctrl+\\', '\x1c'],
  ['Ctrl+Q as the kitty keyboard protocol sends it', '\x1b[113;5u'],
  ['Ctrl+Q as xterm sends it when keys are modified', '\x1b[27;5;113~'],
] as const) {
  test(`leaving by ${name} gives the shell its terminal back: modes, colours, screen and what stood there`, async () => {
    await using roost = await product()
    const id = await start(roost, 'sh', '-c', MESSY)
    const shell = await shellInto(roost, id)
    const before = modesOf(openTerminal(80, 24))
    await shell.waitFor(() => {
      const modes = modesOf(shell.term)
      return modes.mouseTrackingMode === 'any' && modes.cursorHidden && modes.screen === 'alternate'
    }, 'the modes of the program')
    shell.write(key)
    const text = await shell.waitFor((text) => /code 0\nX/.test(text), 'the shell')
    expect(text).toContain('typed before')
    expect(text).not.toContain('mess\n')
    expect(modesOf(shell.term)).toEqual(before)
    expect((await roost.row(id)).state).not.toBe('exited')
  })
}

test('two terminals of different size on one session: both see it, both type, the one that types sets the size', async () => {
  await using roost = await product()
  const id = await start(roost, process.execPath, program(roost, 'full.mjs', FULLSCREEN))
  const large = await roost.screen({ args: ['attach', id], cols: 100, rows: 30 })
  await large.waitFor(corners(100, 30, ''), 'the first')
  const small = await roost.screen({ args: ['attach', id], cols: 60, rows: 18 })
  await small.waitFor(corners(60, 18, ''), 'the second')
  await large.waitFor((text) => text.includes('size 60x18'), 'the size of the second in the first')
  large.write('a')
  await large.waitFor(corners(100, 30, 'a'), 'its own size again')
  await small.waitFor((text) => text.includes('size 100x30 keys a.'), 'the same in the second')
  small.write('b')
  await small.waitFor(corners(60, 18, 'ab'), 'the size of the second')
  expect((await roost.ls())[0]).toMatchObject({ attached: 2 })
  small.write('\x11')
  await small.exit
  await large.waitFor(corners(100, 30, 'ab'), 'the first alone again')
  large.write('Q')
  expect(await large.exit).toEqual({ code: 0 })
})

test('a watcher sees everything, types nothing and changes no size', async () => {
  await using roost = await product()
  const id = await start(roost, process.execPath, program(roost, 'full.mjs', FULLSCREEN))
  const driver = await roost.screen({ args: ['attach', id], cols: 80, rows: 24 })
  await driver.waitFor(corners(80, 24, ''), 'the program')
  const watcher = await roost.screen({ args: ['attach', '-w', id], cols: 100, rows: 40 })
  await watcher.waitFor((text) => text.includes('size 80x24'), 'the same')
  expect(modesOf(watcher.term)).toMatchObject({ mouseTrackingMode: 'none' })
  watcher.write('xyz')
  watcher.resize(120, 45)
  driver.write('a')
  await driver.waitFor(corners(80, 24, 'a'), 'the key of the driver alone')
  await watcher.waitFor((text) => text.includes('size 80x24 keys a.'), 'the same')
  watcher.write('xyz\x11')
  expect(await watcher.exit).toEqual({ code: 0 })
  driver.write('b')
  await driver.waitFor(corners(80, 24, 'ab'), 'no key of the watcher')
})

test('a session that ends while attached says how, and leaves a clean terminal', async () => {
  await using roost = await product()
  const id = await start(roost, 'sh', '-c', MESSY.replace('exec cat >/dev/null', 'read x; exit 7'))
  const shell = await shellInto(roost, id)
  await shell.waitFor(() => modesOf(shell.term).mouseTrackingMode === 'any', 'the modes of the program')
  shell.write('\r')
  const text = await shell.waitFor((text) => /code 0\nX/.test(text), 'the shell')
  expect(text).toMatch(/typed before\n.*ended: exit 7/)
  expect(modesOf(shell.term)).toEqual(modesOf(openTerminal(80, 24)))
})

test('going into a session that has ended brings it back', async () => {
  await using roost = await product()
  const id = await start(roost, 'sh', '-c', 'echo run >> runs; echo runs; read x')
  const runs = () =>
    existsSync(join(roost.work, 'runs')) ? readFileSync(join(roost.work, 'runs'), 'utf8') : ''
  await roost.until('the first run', () => runs() === 'run\n')
  await roost.json(['stop', '--json', id])
  const attached = await roost.screen({ args: ['attach', id] })
  await attached.waitFor((text) => text.includes('runs'), 'the second run')
  expect(runs()).toBe('run\nrun\n')
  expect((await roost.row(id)).hostPid).not.toBeNull()
  attached.write('\x11')
  expect(await attached.exit).toEqual({ code: 0 })
})
