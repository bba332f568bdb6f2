import { spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lives, product, roostFile, type Product, type Row } from '../helpers/product.ts'

const idle = (roost: Product, id: string, says = '') =>
  roost.seen(id, `idle: ${says}`, (row) => row.state === 'idle' && row.detail.includes(says))

test('stopped and resumed, by name: the same short id, the same conversation, and it remembers', async () => {
  await using roost = await product()
  const id = await roost.run('demo', '-n', 'thinker', 'say pelican')
  const before = await idle(roost, id, 'pelican')
  expect(await roost.roost(['stop', 'thinker'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining(id),
  })
  expect(await roost.row(id)).toMatchObject({
    state: 'stopped',
    agentPid: null,
    hostPid: null,
    resumeId: before.resumeId,
  })
  expect(lives(before.agentPid ?? 0)).toBe(false)
  await roost.until('its host to leave', () => !lives(before.hostPid ?? 0))

  const [resumed] = await roost.json<Row[]>(['resume', '--json', 'thinker'])
  expect(resumed).toMatchObject({ id, name: 'thinker', resumeId: before.resumeId })
  expect(resumed?.hostPid).not.toBe(before.hostPid)
  await idle(roost, id)
  expect(await roost.json(['send', '--json', id, 'what did I say first?'])).toMatchObject({
    outcome: 'submitted',
  })
  await idle(roost, id, 'You said first: say pelican')
  expect(await roost.ls()).toHaveLength(1)
})

test('what was stopped by a person stays stopped: through a new daemon and through its own end', async () => {
  await using roost = await product()
  const id = await roost.run('demo', '-n', 'pinned', '--pin', 'say hello')
  await idle(roost, id, 'hello')
  await roost.json(['stop', '--json', id])
  await roost.killDaemon()
  expect(await roost.row(id)).toMatchObject({ state: 'stopped', pinned: true, hostPid: null })
})

test('a program that is suspended still ends its own way, and not by force', async () => {
  await using roost = await product()
  const script = `process.on('SIGHUP', () => { require('fs').writeFileSync('said', 'bye'); process.exit() })
    console.log('ready'); setInterval(() => {}, 1e6)`
  const id = await roost.run('command', '--', process.execPath, '-e', script)
  await roost.until('its word', async () => (await roost.roost(['peek', id])).stdout.includes('ready'))
  process.kill((await roost.row(id)).agentPid ?? 0, 'SIGSTOP')
  await roost.json(['stop', '--json', id])
  expect(readFileSync(join(roost.work, 'said'), 'utf8')).toBe('bye')
})

test('of several that are stopped each is told as it ends, not all after the last', async () => {
  await using roost = await product()
  const quick = await roost.run('command', '--', 'cat')
  const deaf = await roost.run(
    'command',
    '--',
    'sh',
    '-c',
    "trap '' HUP TERM; echo deaf; while :; do sleep 1; done",
  )
  await roost.until('its word', async () => (await roost.roost(['peek', deaf])).stdout.includes('deaf'))
  const stop = spawn(process.execPath, [roostFile, 'stop', quick, deaf], { env: roost.env, cwd: roost.work })
  const said = await new Promise<string>((resolve) =>
    stop.stdout.once('data', (text) => resolve(String(text))),
  )
  expect(said).toContain(quick)
  expect(said).not.toContain(deaf)
  await new Promise((resolve) => stop.once('exit', resolve))
})

test('a message is submitted, held, or failed, and says which', async () => {
  await using roost = await product()
  const id = await roost.run('demo', 'until go')
  await roost.seen(id, 'working', ({ state }) => state === 'working')
  expect(await roost.json(['send', '--json', id, 'say later'])).toMatchObject({ outcome: 'held' })
  writeFileSync(join(roost.work, 'go'), '')
  await idle(roost, id, 'later')
  expect(await roost.roost(['send', id, '-'], { input: 'say from\nsay stdin\n' })).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^submitted/),
  })
  await idle(roost, id, 'stdin')
  const huge = await roost.roost(['send', id, '-'], { input: 'x'.repeat(17 * 1024 * 1024) })
  expect(huge).toMatchObject({ code: 2, stderr: expect.stringContaining('too long') })
  await roost.json(['stop', '--json', id])
  const failed = await roost.roost(['send', id, 'say never'])
  expect(failed.code).not.toBe(0)
  expect(failed.stdout + failed.stderr).toMatch(/not run|stopped/)
})

test('a prompt comes from standard input, and --attach goes in at once', async () => {
  await using roost = await product()
  const started = await roost.roost(['run', '--json', '-a', 'demo', '-'], {
    input: 'say from a pipe\nsay second line\n',
  })
  const { id } = JSON.parse(started.stdout) as { id: string }
  await idle(roost, id, 'second line')
  expect((await roost.roost(['logs', id])).stdout).toContain('from a pipe')

  const inside = await roost.screen({
    args: ['run', '-a', 'demo', '-n', 'inside', '--attach', 'say welcome'],
    cols: 70,
    rows: 20,
  })
  await inside.waitFor((text) => text.includes('● welcome'), 'the session')
  inside.write('say typed\r')
  await inside.waitFor((text) => text.includes('● typed'), 'the answer')
  inside.write('\x11')
  expect(await inside.exit).toEqual({ code: 0 })
  expect(inside.text()).toContain('inside goes on')
  expect(await roost.roost(['run', '-a', 'demo', '--attach', 'x'])).toMatchObject({ code: 2 }) // no terminal
})

test('a session is found by id, by any unique beginning of it, and by name; what is not unique is refused with the list', async () => {
  await using roost = await product()
  // Sixteen digits to begin with: among seventeen sessions two begin alike.
  const ids = await Promise.all(
    Array.from({ length: 17 }, (_, i) => roost.run('command', '-n', `s${i}`, '--', 'true')),
  )
  const shared = ids.map((id) => id[0] ?? '').find((first, i, all) => all.indexOf(first) !== i) ?? ''
  const ambiguous = await roost.roost(['peek', shared])
  expect(ambiguous.code).toBe(3)
  for (const id of ids.filter((each) => each.startsWith(shared))) expect(ambiguous.stderr).toContain(id)
  const id = ids[0] ?? ''
  for (const word of [id, id.slice(0, 7), id.toUpperCase(), 's0'])
    expect(await roost.roost(['explain', word])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(id),
    })
  await roost.run('command', '-n', 's0', '--', 'true')
  expect(await roost.roost(['explain', 's0'])).toMatchObject({ code: 3 })
  expect((await roost.roost(['explain', ''])).code).not.toBe(0)
  expect(await roost.roost(['rm', 'nobody'])).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('roost ls'),
  })
})

test('--all means what it can apply to: stop what runs, remove what has ended', async () => {
  await using roost = await product()
  await roost.run('command', '-n', 'one', '--', 'sleep', '1000')
  await roost.run('command', '-n', 'two', '--', 'sleep', '1000')
  const over = await roost.run('command', '-n', 'over', '--', 'true')
  await roost.seen(over, 'its end', ({ state }) => state === 'exited')
  expect(await roost.json<Row[]>(['stop', '--all', '--json'])).toHaveLength(2)
  expect(await roost.roost(['stop', '--all'])).toMatchObject({ code: 0 }) // nothing left is no failure
  expect(await roost.json<Row[]>(['rm', '--all', '--json'])).toHaveLength(3)
  expect(await roost.ls()).toEqual([])
  expect(await roost.roost(['rename', '--all', 'x'])).toMatchObject({ code: 2 })
})

test('removing a session that runs stops it first; its requests go with it', async () => {
  await using roost = await product()
  const id = await roost.run('demo', 'run touch hi')
  await roost.until('its request', async () => (await roost.approvals()).length === 1)
  const { agentPid } = await roost.row(id)
  expect(await roost.roost(['rm', id])).toMatchObject({ code: 0 })
  expect(lives(agentPid ?? 0)).toBe(false)
  expect(await roost.approvals()).toEqual([])
  expect(existsSync(roost.paths.job(id).folder)).toBe(false)
})

test('an error is told once, with its own exit code', async () => {
  await using roost = await product()
  const id = await roost.run('command', '--', 'sleep', '1000')
  await roost.json(['stop', '--json', id])
  const again = await roost.roost(['stop', id])
  expect(again.code).toBe(4)
  expect(again.stderr.match(/does not run/g)).toHaveLength(1)
})

test('every verb of the help has a help of its own, takes no unknown option, and tells the truth in --json', async () => {
  await using roost = await product()
  const { stdout: help, code } = await roost.roost(['--help'])
  expect(code).toBe(0)
  for (const exit of [
    '0 done',
    '1 failed',
    '2 wrong words',
    '3 not found',
    '4 ',
    '5 agent missing',
    '6 daemon unreachable',
  ])
    expect(help).toContain(exit)
  const verbs = [...help.matchAll(/^ {2}roost ([a-z|]+)/gm)].flatMap(([, words = '']) => words.split('|'))
  expect(verbs.length).toBeGreaterThan(20)
  const shell = readFileSync(join(import.meta.dirname, '../../src/main.ts'), 'utf8')
  const known = [...shell.matchAll(/^ {2}(?:'([\w-]+)'|([\w-]+)): \(\) => import/gm)].map(
    ([, quoted, plain]) => quoted ?? plain ?? '',
  )
  expect(known.filter((verb) => !verbs.includes(verb) && verb !== 'hook')).toEqual([])
  await Promise.all(
    // `hook` is for agents: whatever it is told, it is silent and never in their way.
    known
      .filter((verb) => verb !== 'hook')
      .map(async (verb) => {
        const own = await roost.roost([verb, '--help'])
        expect([verb, own.code, own.stderr]).toEqual([verb, 0, ''])
        expect(own.stdout).toMatch(new RegExp(`^usage: roost ${verb}`))
        expect([verb, (await roost.roost([verb, '--no-such-option'])).code]).toEqual([verb, 2])
      }),
  )
  // No help has started a daemon.
  expect(await roost.roost(['daemon', 'status'])).toMatchObject({ code: 6 })
  expect(await roost.roost(['lss'])).toMatchObject({ code: 2, stderr: expect.stringContaining('roost ls') })
})
