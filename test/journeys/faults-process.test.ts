import { spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { holderOf } from '../../src/store/lock.ts'
import { lives, product, roostFile, type Product } from '../helpers/product.ts'

const wholeCount = 'i=0; while [ $i -lt 5000 ]; do i=$((i+1)); echo "line $i"; done; echo all said; exec cat'

async function expectWholeLog(roost: Product, id: string): Promise<void> {
  const raw = await roost.until('all said', async () => {
    const { stdout } = await roost.roost(['logs', '--raw', id])
    return stdout.includes('all said') && stdout
  })
  expect(raw.match(/line (\d+)\r?\n/g)?.map((line) => Number(line.slice(5)))).toEqual(
    Array.from({ length: 5000 }, (_, i) => i + 1),
  )
}

test('two daemons started at once, twenty-five times: one serves, the others go, no session notices', async () => {
  await using roost = await product()
  const id = await roost.run('command', '--', 'cat')
  const { hostPid, agentPid } = await roost.row(id)
  await roost.killDaemon()
  for (let round = 0; round < 25; round++) {
    const pair = [1, 2].map(() =>
      spawn(process.execPath, [join(dirname(roostFile), 'daemon.cjs')], {
        env: roost.env,
        stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
      }),
    )
    const ended = pair.map((child) => new Promise((resolve) => child.on('exit', resolve)))
    const first = await Promise.race(
      pair.map(
        (child, at) =>
          new Promise<number>((resolve) =>
            child.stdio[3]?.on('data', (text: Buffer) => text.toString().startsWith('ready') && resolve(at)),
          ),
      ),
    )
    expect(await ended[1 - first], `round ${round}`).toBe(0)
    const winner = pair[first]
    expect(holderOf(roost.paths.daemonLock)?.pid).toBe(winner?.pid)
    const control = await roost.dial()
    expect(control.daemon.pid).toBe(winner?.pid)
    const [only] = await control.call('session.list', {})
    expect(only?.life).toMatchObject({ status: 'running', host: { pid: hostPid }, agentPid })
    control.close()
    winner?.kill('SIGKILL')
    await ended[first]
  }
})

test('a daemon that is stopped (SIGSTOP) costs only its own answers, until it goes on', async () => {
  await using roost = await product()
  const id = await roost.run('command', '--', 'sh', '-c', 'echo up; exec cat')
  const terminal = await roost.screen({ args: ['attach', id], cols: 80, rows: 24 })
  await terminal.waitFor((text) => text.includes('up'), 'the screen')
  const { pid } = await roost.daemon()
  process.kill(pid, 'SIGSTOP')
  const asked = roost.roost(['ls', '--json'])
  terminal.write('typed while it sleeps\r')
  await terminal.waitFor(
    (text) => text.includes('typed while it sleeps\ntyped while it sleeps'),
    'the echo without a daemon',
  )
  process.kill(pid, 'SIGCONT')
  expect(JSON.parse((await asked).stdout)).toHaveLength(1)
  expect((await roost.daemon()).pid).toBe(pid)
})

test('a host that is stopped is not taken for dead: its row says so, all others work, and it comes back', async () => {
  await using roost = await product()
  const stuck = await roost.run('command', '-n', 'stuck', '--', 'cat')
  const fine = await roost.run('command', '-n', 'fine', '--', 'sh', '-c', wholeCount)
  const { hostPid, agentPid } = await roost.row(stuck)
  process.kill(hostPid ?? 0, 'SIGSTOP')
  await roost.killDaemon() // so that the next one must dial it
  expect((await roost.ls()).map(({ hostPid: pid }) => pid)).toContain(hostPid)
  await roost.seen(stuck, 'a word on it', ({ detail }) => detail.includes('does not answer'))
  await expectWholeLog(roost, fine)
  expect((await roost.roost(['stop', fine])).code).toBe(0)
  process.kill(hostPid ?? 0, 'SIGCONT')
  await roost.until(
    'the host to be reached again',
    async () => (await roost.roost(['stop', stuck])).code === 0,
  )
  expect(lives(agentPid ?? 0)).toBe(false)
})

test('a terminal that is stopped or never reads holds up neither the program, nor the log, nor the next terminal', async () => {
  await using roost = await product()
  const id = await roost.run('command', '--', 'sh', '-c', `echo up; read go; ${wholeCount}`)
  const slow = await roost.screen({ args: ['attach', id], cols: 80, rows: 24 })
  await slow.waitFor((text) => text.includes('up'), 'the screen')
  process.kill(slow.pid, 'SIGSTOP')
  expect((await roost.roost(['send', id, 'go'])).code).toBe(0)
  await expectWholeLog(roost, id)
  const quick = await roost.screen({ args: ['attach', id], cols: 80, rows: 24 })
  await quick.waitFor((text) => text.includes('all said'), 'the screen in another terminal')
  process.kill(slow.pid, 'SIGCONT')
  await slow.waitFor((text) => text.includes('all said'), 'the screen in the one that was stopped')
})

test('clients that never say hello, never read, or send garbage leave the daemon to the others', async () => {
  await using roost = await product()
  const id = await roost.run('command', '--', 'cat')
  const { socket, pid } = await roost.daemon()
  const open = async (): Promise<Socket> => {
    const client = connect(socket)
    client.on('error', () => {})
    await new Promise((resolve) => client.once('connect', resolve))
    return client
  }
  const mute = await Promise.all(Array.from({ length: 50 }, open))
  const garbage = (await open()).resume()
  const closed = new Promise((resolve) => garbage.once('close', resolve))
  garbage.write(Buffer.from([0xff, 0xfe, 0x0a, 0x80, 0x0a]))
  const deaf = await open()
  deaf.pause()
  deaf.write(
    '{"id":1,"method":"hello","params":{"protocol":{"major":1,"minor":0},"build":"x","client":"deaf"}}\n{"id":2,"method":"session.watch","params":{}}\n',
  )
  await closed
  for (let n = 0; n < 20; n++) expect((await roost.roost(['rename', id, `name ${n}`])).code).toBe(0)
  expect((await roost.row(id)).name).toBe('name 19')
  expect((await roost.daemon()).pid).toBe(pid)
  for (const client of [...mute, deaf]) client.destroy()
})

test('a queue of connections that is full is waited for', async () => {
  await using roost = await product()
  await roost.run('command', '--', 'cat')
  const { socket, pid } = await roost.daemon()
  process.kill(pid, 'SIGSTOP') // accepts nobody: its queue fills
  const waiting: Socket[] = []
  const codes = new Set<string>()
  for (let n = 0; n < 700; n++) {
    const client = connect(socket)
    client.on('error', (error: NodeJS.ErrnoException) => codes.add(error.code ?? ''))
    waiting.push(client)
  }
  await roost.until('a full queue', () => codes.has('EAGAIN'))
  const asked = roost.roost(['ls', '--json'])
  for (const client of waiting) client.destroy()
  process.kill(pid, 'SIGCONT')
  expect(JSON.parse((await asked).stdout)).toHaveLength(1)
  expect((await roost.daemon()).pid).toBe(pid)
})

test('a daemon whose socket was deleted, or the whole folder of sockets, serves it again to who asks next', async () => {
  await using roost = await product()
  const id = await roost.run('command', '--', 'cat')
  const { pid } = await roost.daemon()
  const watching = await roost.dial()
  await watching.call('session.watch', {})
  const renamed = new Promise<void>((resolve) =>
    watching.onEvent((e) => e.event === 'session.changed' && e.data.name === 'heard' && resolve()),
  )
  rmSync(roost.paths.daemonSocket)
  expect((await roost.daemon()).pid).toBe(pid) // only asks, and starts none
  rmSync(roost.paths.run, { recursive: true })
  expect((await roost.row(id)).id).toBe(id)
  expect((await roost.daemon()).pid).toBe(pid)
  // Who was connected still is, and the host, whose socket lay in the same folder, can be dialled.
  await roost.roost(['rename', id, 'heard'])
  await renamed
  watching.close()
  await roost.until('the host', async () => (await roost.roost(['peek', id])).code === 0)
})

test('of two daemons, of which one lost its home to the other, it goes: never do two write the same records', async () => {
  await using roost = await product()
  const id = await roost.run('command', '-n', 'stays', '--', 'cat')
  const { hostPid } = await roost.row(id)
  const { pid: old } = await roost.daemon()
  const client = await roost.dial()
  rmSync(roost.paths.daemonLock)
  rmSync(roost.paths.daemonSocket)
  const { pid: next } = await roost.ensureDaemon()
  expect(next).not.toBe(old)
  await client.call('session.rename', { id, name: 'by the old one' }).catch(() => {})
  await roost.until('the end of the old one', () => !lives(old))
  client.close()
  expect(await roost.row(id)).toMatchObject({ name: 'stays', hostPid })
  expect((await roost.daemon()).pid).toBe(next)
})

test('a host whose socket was deleted serves it again, and loses nothing', async () => {
  await using roost = await product()
  const id = await roost.run('command', '--', 'sh', '-c', 'echo up; exec cat')
  const { hostPid } = await roost.row(id)
  await roost.killDaemon()
  rmSync(roost.paths.job(id).socket)
  await roost.seen(
    id,
    'its host again',
    (row) => row.hostPid === hostPid && !row.detail.includes('does not answer'),
  )
  const terminal = await roost.screen({ args: ['attach', id], cols: 80, rows: 24 })
  await terminal.waitFor((text) => text.includes('up'), 'the screen')
  terminal.write('here again\r')
  await terminal.waitFor((text) => text.includes('here again\nhere again'), 'the echo')
})

test('an agent that ignores its hang-up does not outlive its killed host', async () => {
  await using roost = await product()
  const id = await roost.run(
    'command',
    '--',
    'sh',
    '-c',
    "trap '' HUP TERM; touch ready; while :; do sleep 0.1; done",
  )
  const { hostPid, agentPid } = await roost.seen(id, 'its trap', () => readable(join(roost.work, 'ready')))
  process.kill(hostPid ?? 0, 'SIGKILL')
  await roost.seen(id, 'lost', ({ state }) => state === 'lost')
  await roost.until('its end', () => !lives(agentPid ?? 0))
})

function readable(path: string): boolean {
  try {
    readFileSync(path)
    return true
  } catch {
    return false
  }
}
