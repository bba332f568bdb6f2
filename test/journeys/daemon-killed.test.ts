import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { LINE_LIMIT } from '../../src/protocol/control.ts'
import { LineDecoder } from '../../src/protocol/lines.ts'
import { build, CONTROL } from '../../src/protocol/version.ts'
import { lives, product, roostFile, type Product } from '../helpers/product.ts'

/** A command that goes on by itself; what it has said so far. */
function goingOn(roost: Product, ...args: string[]) {
  const child = spawn(process.execPath, [roostFile, ...args], { env: roost.env, cwd: roost.work })
  let out = ''
  let err = ''
  child.stdout.on('data', (text) => (out += text))
  child.stderr.on('data', (text) => (err += text))
  const end = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  return { out: () => out, err: () => err, end }
}

test('commands that go on do so with the next daemon, until what they follow is removed or a person stops the daemon', async () => {
  await using roost = await product()
  const id = await roost.run('demo', 'say one')
  await roost.seen(id, 'its answer', ({ detail }) => detail.includes('one'))
  const list = goingOn(roost, 'ls', '--watch', '--json')
  const talk = goingOn(roost, 'logs', '-f', '--conversation', id)
  await roost.until('both', () => list.out().includes(id) && talk.out().includes('one'))
  await roost.killDaemon()
  await roost.roost(['rename', id, 'after the kill'])
  await roost.until('the new name', () => list.out().includes('after the kill'))
  await roost.json(['send', '--json', id, 'say two'])
  await roost.until('the new words', () => talk.out().includes('two'))
  expect(talk.out().match(/say one/g)).toHaveLength(1)
  await roost.roost(['rm', id])
  expect(await talk.end).toBe(0)
  expect(talk.err()).toContain('was removed')
  await roost.until('an empty list', () => list.out().endsWith('[]\n'))
  await roost.roost(['daemon', 'stop'])
  expect(await list.end).toBe(0)
  for (const line of list.out().trim().split('\n')) JSON.parse(line)
})

test('killing the daemon loses no session, no line and no attached terminal', async () => {
  await using roost = await product()
  const count =
    'i=0; while [ $i -lt 20000 ]; do i=$((i+1)); echo "line $i"; [ $((i % 100)) = 0 ] && sleep 0.02; done; echo all said; exec sleep 1000'
  const ids = await Promise.all(
    [1, 2, 3].map((n) => roost.run('command', '-n', `count${n}`, '--', 'sh', '-c', count)),
  )
  const attached = await roost.screen({ args: ['attach', ids[0] ?? ''], cols: 100, rows: 30 })
  await attached.waitFor((text) => text.includes('line '), 'lines')
  const before = await roost.ls()
  for (let round = 0; round < 5; round++) {
    const { pid } = await roost.daemon()
    process.kill(pid, 'SIGKILL')
    await roost.until('its end', () => !lives(pid))
    const after = await roost.ls()
    expect(
      after
        .map(({ id, hostPid, agentPid }) => ({ id, hostPid, agentPid }))
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
    ).toEqual(
      before
        .map(({ id, hostPid, agentPid }) => ({ id, hostPid, agentPid }))
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
    )
  }
  await attached.waitFor((text) => text.includes('all said'), 'the end of the count, attached all the time')
  for (const id of ids) {
    await roost.until('all said', async () => (await roost.roost(['logs', id])).stdout.includes('all said'))
    const { stdout } = await roost.roost(['logs', '--raw', id])
    expect(stdout.match(/line (\d+)\r?\n/g)?.map((line) => Number(line.slice(5)))).toEqual(
      Array.from({ length: 20_000 }, (_, i) => i + 1),
    )
  }
})

test('a session that ended while no daemon was there tells how it ended', async () => {
  await using roost = await product()
  const id = await roost.run('command', '--', 'sh', '-c', 'while [ ! -e go ]; do sleep 0.05; done; exit 9')
  const { pid } = await roost.daemon()
  const { hostPid } = await roost.row(id)
  process.kill(pid, 'SIGKILL')
  writeFileSync(join(roost.work, 'go'), '')
  await roost.until('the host to leave', () => !lives(hostPid ?? 0))
  expect(await roost.row(id)).toMatchObject({ state: 'exited', detail: 'exit 9' })
})

test('a host that is killed costs its own session only, and that one says so', async () => {
  await using roost = await product()
  const one = await roost.json<{ id: string; hostPid: number }>([
    'run',
    '--json',
    '-a',
    'command',
    '--',
    'sleep',
    '1000',
  ])
  const two = await roost.json<{ id: string }>(['run', '--json', '-a', 'command', '--', 'sleep', '1000'])
  process.kill(one.hostPid, 'SIGKILL')
  const row = await roost.until('lost', async () => {
    const row = await roost.row(one.id)
    return row.state === 'lost' && row
  })
  expect(row.detail).toContain('killed')
  expect((await roost.row(two.id)).hostPid).not.toBeNull()
})

test('a stop that the daemon did not live to finish is finished by the next one', async () => {
  await using roost = await product()
  // Ignores every polite word: the stop takes seconds, and the daemon dies meanwhile.
  const id = await roost.run(
    'command',
    '--',
    'sh',
    '-c',
    "trap '' HUP TERM INT; touch ready; while :; do sleep 0.1; done",
  )
  await roost.until('the trap', () => existsSync(join(roost.work, 'ready')))
  const { pid } = await roost.daemon()
  const stop = roost.roost(['stop', id])
  await roost.until('stopping', () => roost.record(id).life.status === 'stopping')
  process.kill(pid, 'SIGKILL')
  expect((await stop).code).not.toBe(0)
  await roost.seen(id, 'its stop', ({ state }) => state === 'stopped')
})

/** Shakes hands at the daemon's socket, and is gone, as if killed, when `last` is asked of it. Gives what it was asked. */
async function dyingDaemon(roost: Product, last: string): Promise<string[]> {
  const asked: string[] = []
  const server = createServer((socket) => {
    socket.on('error', () => {})
    const decoder = new LineDecoder(LINE_LIMIT)
    socket.on('data', (chunk: Buffer) =>
      decoder.push(chunk, (line) => {
        const { id, method } = JSON.parse(line) as { id: number; method: string }
        asked.push(method)
        if (method === last) {
          server.close()
          rmSync(roost.paths.daemonSocket, { force: true })
          socket.destroy()
        } else {
          const result = method === 'hello' ? { protocol: CONTROL, build, pid: process.pid } : sessions
          socket.write(`${JSON.stringify({ id, result })}\n`)
        }
      }),
    )
  })
  const sessions = await roost.ls()
  await roost.killDaemon()
  rmSync(roost.paths.daemonSocket, { force: true })
  await new Promise<void>((listening) => server.listen(roost.paths.daemonSocket, listening))
  return asked
}

test('a command that only looks asks the next daemon when this one dies under it', async () => {
  await using roost = await product()
  const id = await roost.run('command', '--', 'sleep', '1000')
  const asked = await dyingDaemon(roost, 'session.list')
  expect(await roost.ls()).toMatchObject([{ id }])
  expect(asked).toEqual(['hello', 'session.list'])
})

test('a command that changes something is not repeated when the daemon dies under it, and says so', async () => {
  await using roost = await product()
  const id = await roost.run('command', '--', 'sleep', '1000')
  const asked = await dyingDaemon(roost, 'session.pin')
  expect(await roost.roost(['pin', id])).toMatchObject({ code: 6 })
  expect(asked).toEqual(['hello', 'session.list', 'session.pin'])
  expect(await roost.row(id)).toMatchObject({ pinned: false })
})

test('a home or socket folder that is a symlink is refused with a word on what to do', async () => {
  await using roost = await product()
  const elsewhere = join(roost.work, 'elsewhere')
  mkdirSync(elsewhere)
  symlinkSync(elsewhere, join(roost.home, 'run'))
  const ran = await roost.roost(['ls'])
  expect(ran.code).not.toBe(0)
  expect(ran.stderr).toMatch(/symbolic link/)
})
