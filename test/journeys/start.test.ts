import { spawnSync } from 'node:child_process'
import { existsSync, lstatSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lives, product, roostFile } from '../helpers/product.ts'
import { openScreen } from '../helpers/screen.ts'

test('a program started in the background runs on its own, in its folder, with the environment of the shell', async () => {
  await using roost = await product({ FROM_SHELL: 'yes it is' })
  const started = await roost.json<{ id: string; state: string }>([
    'run',
    '--json',
    '-a',
    'command',
    '-n',
    'probe',
    '--',
    'sh',
    '-c',
    'echo "$FROM_SHELL in $PWD as $ROOST_SESSION" > out; exec sleep 1000',
  ])
  const out = join(roost.work, 'out')
  await roost.until('the file', () => existsSync(out) && readFileSync(out, 'utf8').includes('\n'))
  expect(readFileSync(out, 'utf8').trim()).toBe(`yes it is in ${roost.work} as ${started.id}`)
  const row = await roost.row(started.id)
  expect(row).toMatchObject({
    name: 'probe',
    agent: 'command',
    cwd: roost.work,
    pinned: false,
    resumeId: null,
  })
  expect(row.hostPid).toBeGreaterThan(1)
  expect(row.agentPid).toBeGreaterThan(1)
  expect(row.hostPid).not.toBe(row.agentPid)
  // What an agent makes has the modes of the shell it was started from, not the private ones of our own files.
  expect(statSync(out).mode & 0o777).toBe(0o666 & ~process.umask())
})

test('nothing of a session is open to other users', async () => {
  await using roost = await product({ SECRET_TOKEN: 'hunter2' })
  await roost.json(['run', '--json', '-a', 'command', '--', 'sleep', '1000'])
  const { socket } = await roost.daemon()
  // What was just being written may be gone when it is looked at.
  const open = readdirSync(roost.home, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const stat = lstatSync(join(roost.home, name), { throwIfNoEntry: false })
    return stat && !stat.isSymbolicLink() && (stat.mode & 0o077) !== 0
  })
  expect(open).toEqual([])
  expect(statSync(socket).mode & 0o077).toBe(0)
  const ls = await roost.roost(['ls', '--json'])
  const explain = await roost.roost(['explain', '--json', (await roost.ls())[0]?.id ?? ''])
  const log = await roost.roost(['daemon', 'logs'])
  expect(
    ls.stdout + explain.stdout + log.stdout + readFileSync(join(roost.home, 'roster.json'), 'utf8'),
  ).not.toContain('hunter2')
})

test('an end is kept: the exit code, the last screen, the log', async () => {
  await using roost = await product()
  const id = await roost.run('command', '--', 'sh', '-c', 'printf "\\033[31mlast words\\033[0m\\n"; exit 3')
  const row = await roost.until('its end', async () => {
    const row = await roost.row(id)
    return row.state === 'exited' && row
  })
  expect(row).toMatchObject({ detail: 'exit 3: last words', exitCode: 3, hostPid: null, agentPid: null })
  expect((await roost.roost(['peek', id])).stdout).toContain('last words')
  expect((await roost.roost(['logs', id])).stdout).toBe('last words\n')
  expect((await roost.roost(['logs', '--raw', id])).stdout).toContain('\u001b[31mlast words')
  expect(await roost.roost(['rm', id])).toMatchObject({ code: 0 })
  expect(await roost.ls()).toEqual([])
  expect(existsSync(join(roost.home, 'jobs', id))).toBe(false)
})

test('a program that prints nothing is idle, and not starting up for good', async () => {
  await using roost = await product()
  const id = await roost.run('command', '--', 'sleep', '1000')
  await roost.seen(id, 'that it is quiet', ({ state }) => state === 'idle')
  expect((await roost.roost(['explain', id])).stdout).toContain(
    'prints nothing  (output that came or stopped)',
  )
})

test('a terminal that does not know its size, as a serial line, is taken for a usual one', async () => {
  await using roost = await product()
  const cli = `"${process.execPath}" "${roostFile}"`
  const screen = await openScreen({
    file: '/bin/sh',
    args: ['-c', `stty cols 0 rows 0; ${cli} run -n quiet -a command -- sleep 1000; ${cli} ls; read _`],
    env: roost.env,
    cwd: roost.work,
    cols: 120,
    rows: 20,
  })
  await screen.waitFor((text) => /command +\S+ +quiet/.test(text), 'the list with the session')
  await screen.close()
})

test('what cannot start says why, what to do, and by its exit code what kind of failure it is', async () => {
  await using roost = await product()
  const missing = await roost.roost(['run', '-a', 'command', '--', 'no-such-program'])
  expect(missing).toMatchObject({ code: 5, stdout: '' })
  expect(missing.stderr).toContain('no-such-program')
  const claude = await roost.roost(['run', '-a', 'claude', 'hi'], { env: { PATH: '/nowhere' } })
  expect(claude.code).toBe(5)
  expect(claude.stderr).toMatch(/claude.*npm install/s)
  expect(await roost.roost(['run', '-a', 'nobody', 'hi'])).toMatchObject({ code: 2 })
  expect(await roost.roost(['run', '-C', '/no/such/folder', 'hi'])).toMatchObject({ code: 2 })
  expect(await roost.roost(['run', '--nonsense'])).toMatchObject({ code: 2 })
  expect(await roost.roost(['fly'])).toMatchObject({ code: 2 })
  expect(await roost.roost(['attach', 'x'])).toMatchObject({ code: 2 }) // no terminal here
  expect(await roost.roost(['peek', 'x'])).toMatchObject({ code: 3 })
  writeFileSync(join(roost.work, 'script'), '#!/no/such/interpreter\n', { mode: 0o755 })
  const script = await roost.roost(['run', '-a', 'command', '--', './script'])
  expect(script.code).not.toBe(0)
  expect(script.stderr).toContain('/no/such/interpreter')
  expect((await roost.ls()).every(({ state }) => state === 'failed')).toBe(true)
})

test('the daemon starts once however many commands come at the same time, and goes when nothing is left', async () => {
  await using roost = await product()
  const started = await Promise.all(
    Array.from({ length: 12 }, (_, i) => roost.run('command', '-n', `s${i}`, '--', 'sleep', '1000')),
  )
  expect(new Set(started).size).toBe(12)
  expect(await roost.ls()).toHaveLength(12)
  const { pid } = await roost.daemon()
  const stopped = await roost.roost(['stop', '--all'])
  expect(stopped.code).toBe(0)
  expect((await roost.ls()).map(({ state }) => state)).toEqual(Array(12).fill('stopped'))
  await roost.until('the daemon to leave', () => !lives(pid))
  expect(await roost.roost(['daemon', 'status'])).toMatchObject({ code: 6 })
  expect(await roost.ls()).toHaveLength(12) // and is back at the next command, knowing all
})

test('a reader that goes away ends a command quietly', async () => {
  await using roost = await product()
  const id = await roost.run('command', '--', 'sh', '-c', 'seq 100000; echo all; exec sleep 1000')
  await roost.until('its output', async () => (await roost.roost(['peek', id])).stdout.includes('all'))
  for (const args of ['ls', 'doctor', 'daemon status', `logs --raw ${id}`, '--help', 'completion bash']) {
    const ran = spawnSync(
      'sh',
      ['-c', `set -o pipefail 2>/dev/null; ${process.execPath} ${roostFile} ${args} | head -c 1 >/dev/null`],
      { env: roost.env, encoding: 'utf8', cwd: roost.work },
    )
    expect(ran.stderr).not.toMatch(/EPIPE|Error/)
  }
})

test('a name that would show nothing, or is too long, is refused in words, and the one there was stays', async () => {
  await using roost = await product()
  const id = await roost.run('command', '-n', 'kept', '--', 'sleep', '1000')
  const refusals: [string, string][] = [
    ['\u0007\u200b', 'name must have a character that can be shown'],
    ['x'.repeat(201), 'name must not be longer than 200 characters'],
  ]
  for (const [name, says] of refusals) {
    const renamed = await roost.roost(['rename', id, name])
    expect(renamed).toMatchObject({ code: 2 })
    expect(renamed.stderr).toContain(`roost: ${says}`)
    const started = await roost.roost(['run', '-a', 'command', '-n', name, '--', 'true'])
    expect(started.stderr).toContain(`roost: ${says}`)
  }
  expect((await roost.ls()).map((row) => row.name)).toEqual(['kept'])
  const emptied = await roost.roost(['rename', id, ''])
  expect(emptied.stdout).toContain('goes by its title again: command in')
})
