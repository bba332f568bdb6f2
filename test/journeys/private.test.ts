import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { paths } from '../../src/store/paths.ts'
import { product } from '../helpers/product.ts'

const isRoot = process.getuid?.() === 0
const NOBODY = 65_534

/** Runs a program as the user nobody. */
const asNobody = (file: string, ...args: string[]) =>
  spawnSync('setpriv', [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', file, ...args], {
    encoding: 'utf8',
    cwd: '/',
  })

/** All that lies in a folder; locks come and go, and so does what is being written. */
const everything = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => !path.endsWith('.lock') && existsSync(path))
const stat = (path: string) => statSync(path, { throwIfNoEntry: false })

const CONNECT = `
const { connect } = require('node:net')
const { readFileSync } = require('node:fs')
for (const path of process.argv.slice(1)) {
  try { readFileSync(path); console.log('read ' + path) } catch {}
  connect(path).on('connect', () => { console.log('connected ' + path); process.exit() }).on('error', () => {})
}`

test(`another user reads no file and reaches no socket, not even where the folder was left open (${isRoot ? 'tried as nobody' : 'needs root: the modes alone are looked at'})`, async () => {
  await using roost = await product({ SECRET: 'hunter2' })
  await roost.run('command', '--', 'sh', '-c', 'echo secret output; exec sleep 1000')
  await roost.run('demo', 'run touch hi')
  await roost.until('a request', async () => (await roost.approvals()).length === 1)
  const all = everything(roost.home)
  const sockets = all.filter((path) => stat(path)?.isSocket())
  expect(sockets.length).toBeGreaterThanOrEqual(3) // the daemon's, and one of each host
  for (const path of [roost.home, ...all]) expect([path, (stat(path)?.mode ?? 0) & 0o077]).toEqual([path, 0])
  if (!isRoot) return

  chmodSync(dirname(roost.home), 0o755)
  expect(asNobody('ls', roost.home).stdout).toBe('')
  // Somebody opens the folders to all: what lies in them is still nobody else's.
  for (const path of [roost.home, ...all]) if (stat(path)?.isDirectory()) chmodSync(path, 0o755)
  expect(asNobody('ls', roost.home).stdout).toContain('jobs')
  const tried = asNobody(process.execPath, '-e', CONNECT, ...all)
  expect(tried.status).toBe(0)
  expect(tried.stdout).toBe('')
  // And the next command closes them again.
  await roost.killDaemon()
  await roost.ls()
  expect(statSync(roost.home).mode & 0o077).toBe(0)
  expect(statSync(join(roost.home, 'run')).mode & 0o077).toBe(0)
})

test('a runtime folder that is a link, somebody else’s, open to all, or a file is refused with a sentence', async () => {
  await using roost = await product()
  // So long a home that its sockets lie in a folder under /tmp, where anybody could have made it before us.
  const home = join(dirname(roost.home), 'a'.repeat(60), 'b'.repeat(60))
  const { run } = paths(home)
  expect(run.startsWith(home)).toBe(false)
  const elsewhere = join(roost.work, 'elsewhere')
  mkdirSync(elsewhere)
  const ls = () => roost.roost(['ls'], { env: { ROOST_HOME: home } })
  // A stranger's "daemon" waits there to be told the environment of our shell.
  let told = ''
  const stranger = createServer((socket) => socket.on('data', (chunk) => (told += String(chunk))))
  const listen = () =>
    new Promise<void>((resolve) => stranger.listen(join(run, 'daemon.sock'), () => resolve()))
  const cases: [string, () => unknown, RegExp][] = [
    ['a link', () => symlinkSync(elsewhere, run), /symbolic link/],
    ['open to all', () => (mkdirSync(run), chmodSync(run, 0o777), listen()), /open to other users/],
    ['a file', () => writeFileSync(run, ''), /not a folder/],
    ...(isRoot
      ? ([
          [
            'another’s',
            () => (mkdirSync(run, { mode: 0o700 }), chownSync(run, NOBODY, NOBODY)),
            /belongs to user 65534/,
          ],
        ] satisfies [string, () => unknown, RegExp][])
      : []),
  ]
  for (const [what, make, says] of cases) {
    mkdirSync(dirname(run), { recursive: true })
    await make()
    const ran = await ls()
    stranger.close()
    rmSync(run, { recursive: true, force: true })
    expect([what, ran.code, ran.stderr]).toEqual([what, 6, expect.stringMatching(says)])
    expect(ran.stderr.trim().split('\n')).toHaveLength(1)
    expect(ran.stderr).not.toMatch(/Error|at .*:\d+/)
  }
  expect(told).toBe('')
  expect((await ls()).code).toBe(0)
  expect(statSync(run).mode & 0o777).toBe(0o700)
  await roost.roost(['daemon', 'stop'], { env: { ROOST_HOME: home } })
  await roost.until('its end', () => !existsSync(join(run, 'daemon.sock')))
  rmSync(run, { recursive: true, force: true })
})
