import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { NoticeTrial } from '../../src/protocol/notice.ts'
import { product, type Product } from '../helpers/product.ts'
import type { Screen } from '../helpers/screen.ts'

const asksAfter = (roost: Product, name: string, file: string): Promise<string> =>
  roost.run('demo', '-n', name, `until ${file}\nrun touch made-by-${name}`)
const touch = (roost: Product, name: string): void => writeFileSync(join(roost.work, name), '')
const config = (roost: Product, notify: object): void =>
  writeFileSync(roost.paths.config, JSON.stringify({ notify }))
const list = (view: Screen, ...words: string[]) =>
  view.waitFor((text) => words.every((word) => text.includes(word)), words.join(', '))

test('with no view open the desktop shows who needs you, and notify.command runs once with all there is to know', async () => {
  await using roost = await product({ DISPLAY: ':9' })
  await roost.ensureDaemon()
  config(roost, {
    command: 'cat > "$HOME/stdin.$ROOST_COUNT"; env > "$HOME/env.$ROOST_COUNT"; echo x >> "$HOME/runs"',
  })
  const id = await asksAfter(roost, 'alpha', 'go')
  await roost.seen(id, 'at work', ({ state }) => state === 'working')
  touch(roost, 'go')
  const home = (name: string) => {
    const path = join(roost.env.HOME ?? '', name)
    return existsSync(path) ? readFileSync(path, 'utf8') : ''
  }
  await roost.until('the command', () => home('runs').includes('\n'))
  await roost.until('the desktop', () => roost.notified().includes('\n'))
  expect(roost.notified()).toBe('alpha needs you | permission: Bash touch …\n')
  expect(JSON.parse(home('stdin.1'))).toEqual({
    event: 'needs-input',
    title: 'alpha needs you',
    text: 'permission: Bash touch …',
    sessions: [
      {
        event: 'needs-input',
        session: id,
        title: 'alpha',
        agent: 'demo',
        cwd: roost.work,
        says: 'permission: Bash touch …',
        since: expect.any(Number),
      },
    ],
  })
  expect(home('env.1')).toMatch(new RegExp(`^ROOST_SESSION=${id}$`, 'm'))
  expect(home('env.1')).toMatch(/^ROOST_TITLE=alpha needs you$/m)
  expect(home('runs')).toBe('x\n')
})

test('a view rings, shows a message and counts in its title, which is as before when it is left', async () => {
  await using roost = await product({ SSH_CONNECTION: '10.0.0.2 1 10.0.0.1 22' })
  const id = await asksAfter(roost, 'alpha', 'go')
  await roost.run('command', '-n', 'beta', '--', 'sleep', '1000')
  const view = await roost.screen({ cols: 80, rows: 24 })
  const titles: string[] = []
  let bells = 0
  view.term.onTitleChange((title) => titles.push(title))
  view.term.onBell(() => bells++)
  await list(view, 'alpha', 'beta')
  view.write('/beta') // what is in front is not what asks
  await view.waitFor((text) => text.includes('beta') && !text.includes('alpha'), 'only beta')
  view.write('\r')
  await list(view, 'Enter attach')
  touch(roost, 'go')
  await roost.seen(id, 'its request', ({ state }) => state === 'needs-input')
  await roost.until('the bell', () => bells > 0)
  await roost.until('the title', () => titles.at(-1) === '(1) roost')
  const message = '\x1b]9;roost: alpha needs you · permission: Bash touch …\x07'
  await roost.until('the message', () => view.raw().includes(message))
  view.write('q')
  await view.exit
  expect(bells).toBe(1)
  const bytes = view.raw().toString()
  expect(bytes.split('\x1b[22;0t')).toHaveLength(2)
  expect(bytes.lastIndexOf('\x1b[23;0t')).toBeGreaterThan(bytes.lastIndexOf('(1) roost'))
})

test('who sits before it is not told; another session is', async () => {
  await using roost = await product({ DISPLAY: ':9' })
  const alpha = await asksAfter(roost, 'alpha', 'go')
  const view = await roost.screen({ cols: 80, rows: 24 })
  await list(view, 'alpha')
  view.write(' ') // its peek, in front now
  await list(view, 'back')
  const beta = await asksAfter(roost, 'beta', 'go')
  touch(roost, 'go')
  for (const id of [alpha, beta]) await roost.seen(id, 'its request', ({ state }) => state === 'needs-input')
  await roost.until('the message', () => roost.notified() !== '')
  expect(roost.notified()).toBe('beta needs you | permission: Bash touch …\n')
})

test('roost notify test says what works, doctor what did not, and a bad setting is named', async () => {
  await using roost = await product({ DISPLAY: ':9' })
  await roost.ensureDaemon()
  config(roost, { command: 'echo no route to host >&2; exit 7' })
  const tried = await roost.roost(['notify', 'test'])
  expect(tried.code).toBe(1)
  expect(tried.stdout).toMatch(/^· bell +no view is open$/m)
  expect(tried.stdout).toMatch(/^✓ desktop +\S+notify-send took it$/m)
  expect(tried.stdout).toMatch(/^✗ command +notify.command: exit 7: no route to host$/m)
  expect(roost.notified()).toBe('A trial needs you | roost notify test\n')
  const doctor = await roost.roost(['doctor'])
  expect(doctor.code).toBe(1)
  expect(doctor.stdout).toContain('✗ notify       notify.command: exit 7: no route to host')

  config(roost, { command: 'true' })
  expect(await roost.json<NoticeTrial[]>(['notify', 'test', '--json'])).toContainEqual({
    channel: 'command',
    outcome: 'sent',
    says: 'notify.command took it',
  })
  expect((await roost.roost(['doctor'])).stdout).toMatch(
    /✓ notify +desktop by .*notify-send; notify.command is set/,
  )

  config(roost, { quiet: '22-7' })
  expect((await roost.roost(['doctor'])).stdout).toContain('notify.quiet is "22-7"; allowed: ')
  expect(await roost.roost(['notify'])).toMatchObject({ code: 2 })
  expect(await roost.roost(['notify', 'tset'])).toMatchObject({ code: 2 })
})
