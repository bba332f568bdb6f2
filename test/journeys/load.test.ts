import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { dialHost } from '../../src/client/host.ts'
import { Frame } from '../../src/protocol/frames.ts'
import { HOST_PROTOCOL } from '../../src/protocol/version.ts'
import { openTerminal, screenText } from '../helpers/screen.ts'
import { PATIENCE_MS } from '../helpers/patience.ts'
import { product, type Product } from '../helpers/product.ts'
import { seeded } from '../helpers/random.ts'

const MB = 1024 * 1024
/** The most memory a process ever had, bytes. */
const peak = (pid: number | null) =>
  Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024
/** What it has of its own now, its share of what is shared included, bytes. */
const share = (pid: number | null) =>
  Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]) * 1024

test('fifty sessions at once: all there, all of their words, the view usable, all stopped', async () => {
  await using roost = await product()
  const control = await roost.dial()
  const env = Object.fromEntries(Object.entries(roost.env).map(([name, value]) => [name, value ?? '']))
  const started = await Promise.all(
    Array.from({ length: 50 }, (_, i) =>
      control.call('session.start', {
        agent: 'command',
        name: `n${i}`,
        cwd: roost.work,
        pinned: false,
        env,
        args: ['sh', '-c', `echo hello from ${i}; exec cat`],
      }),
    ),
  )
  expect(new Set(started.map(({ id }) => id)).size).toBe(50)
  const rows = await roost.ls()
  expect(rows).toHaveLength(50)
  const view = await roost.screen({ cols: 80, rows: 24 })
  await view.waitFor((text) => text.includes('50 sessions'), 'all of them')
  view.write('G')
  await view.waitFor((text) => /▌. +n\d+/.test(text) && !/▌. +n0 /.test(text), 'the last row')
  view.write('/n37')
  await view.waitFor((text) => text.includes('hello from 37'), 'one of them')
  for (const [i, { id }] of started.entries())
    await roost.until('its words', async () => {
      const asked = await dialHost(roost.paths.job(id).socket, { protocol: HOST_PROTOCOL, role: 'ask' })
      const { lines } = await asked.call('screen', {})
      asked.close()
      return lines.some((line) => line.includes(`hello from ${i}`))
    })
  const shares = rows.map(({ hostPid }) => share(hostPid))
  expect(shares.reduce((sum, one) => sum + one, 0) / 50).toBeLessThan(40 * MB)
  control.close()
  expect(await roost.json<unknown[]>(['stop', '--all', '--json'])).toHaveLength(50)
  expect((await roost.ls()).filter(({ state }) => state !== 'stopped')).toEqual([])
  await view.waitFor((text) => text.includes('n37') && /Done 1|✓/.test(text), 'the view knows')
})

test('a line of a megabyte is kept whole, and shown without harm', async () => {
  await using roost = await product()
  const id = await roost.run(
    'command',
    '--',
    'sh',
    '-c',
    `head -c 1000000 /dev/zero | tr '\\0' x; echo; echo after the line; exec cat`,
  )
  await roost.until('the end of it', async () =>
    (await roost.roost(['peek', id])).stdout.includes('after the line'),
  )
  const raw = (await roost.roost(['logs', '--raw', id])).stdout
  expect(raw.match(/x+/)?.[0]).toHaveLength(1_000_000)
  const text = (await roost.roost(['logs', id])).stdout
  expect(text).toContain('after the line')
  const view = await roost.screen({ cols: 80, rows: 24 })
  await view.waitFor((now) => now.includes('after the line'), 'the peek')
  view.write('l')
  await view.waitFor((now) => now.includes('Output') && now.includes('after the line'), 'the log')
})

test('binary output breaks nothing: not the host, the log, the view, or a terminal that was attached', async () => {
  await using roost = await product()
  const random = seeded(7)
  writeFileSync(
    join(roost.work, 'noise'),
    Buffer.from(Array.from({ length: 3_000_000 }, () => Math.floor(random() * 256))),
  )
  const id = await roost.run(
    'command',
    '-n',
    'noise',
    '--',
    'sh',
    '-c',
    `read go; cat noise; printf '\\033c\\033[?1049l\\033[!pstill here\\n'; exec cat`,
  )
  const inside = await roost.screen({ args: ['attach', id], cols: 80, rows: 24 })
  await roost.seen(id, 'attached', ({ attached }) => attached === 1)
  inside.write('\r')
  await roost.until('the end of it', async () =>
    (await roost.roost(['peek', id])).stdout.includes('still here'),
  )
  expect((await roost.roost(['logs', '--raw', id])).stdout.slice(-200)).toContain('still here')
  expect((await roost.roost(['logs', '-n', '20', id])).stdout).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/)
  inside.write('\x11')
  expect(await inside.exit).toEqual({ code: 0 })
  const view = await roost.screen({ cols: 80, rows: 24 })
  await view.waitFor((text) => text.includes('noise'), 'the list')
  view.write('q')
  expect(await view.exit).toEqual({ code: 0 })
  expect((await roost.row(id)).agentPid).not.toBeNull()
})

/** Prints a hundred megabytes and then lines that can be counted. */
const FLOOD = `yes "$(printf '%099d' 7)" | head -c 100000000; i=0; while [ $i -lt 2000 ]; do i=$((i+1)); echo "counted $i"; done; echo flood over; exec cat`

async function expectFlooded(roost: Product, id: string): Promise<void> {
  await roost.until(
    'the end of the flood',
    async () => (await roost.roost(['peek', id])).stdout.includes('flood over'),
    2 * PATIENCE_MS,
  )
  const raw = (await roost.roost(['logs', '--raw', id])).stdout
  expect(raw.length).toBeLessThan(40 * MB)
  expect(raw.match(/counted \d+/g)).toEqual(Array.from({ length: 2000 }, (_, i) => `counted ${i + 1}`))
  expect((await roost.roost(['logs', '-n', '3', id])).stdout).toBe('counted 1999\ncounted 2000\nflood over\n')
  expect(peak((await roost.row(id)).hostPid)).toBeLessThan(250 * MB)
}

test('a hundred megabytes with nobody there: ls and view go on meanwhile, memory is bounded, the tail is complete', async () => {
  await using roost = await product()
  const id = await roost.run('command', '-n', 'flood', '--', 'sh', '-c', FLOOD)
  const view = await roost.screen({ cols: 80, rows: 24 })
  await view.waitFor((text) => text.includes('flood'), 'the list')
  view.write('r')
  await view.waitFor((text) => text.includes('New name'), 'an answer to a key')
  view.write('\x1b')
  expect(await roost.ls()).toHaveLength(1)
  await expectFlooded(roost, id)
  await view.waitFor((text) => text.includes('flood over'), 'the end in the peek')
})

test('a hundred megabytes to a terminal that does not read: it holds nobody up, and gets the whole screen later', async () => {
  await using roost = await product()
  const id = await roost.run('command', '-n', 'flood', '--', 'sh', '-c', `read go; ${FLOOD}`)
  const slow = await dialHost(roost.paths.job(id).socket, {
    protocol: HOST_PROTOCOL,
    role: 'attach',
    cols: 80,
    rows: 24,
    readOnly: false,
    name: 'slow',
  })
  const term = openTerminal(80, 24)
  let bytes = 0
  slow.onFrame((kind, payload) => {
    bytes += payload.length
    if (kind === Frame.output || kind === Frame.screen) term.write(Buffer.from(payload))
  })
  slow.send(Frame.input, '\r')
  slow.pause()
  await expectFlooded(roost, id)
  slow.resume()
  await roost.until(
    'the screen as it is now',
    () => new Promise<boolean>((done) => term.write('', () => done(screenText(term).includes('flood over')))),
  )
  expect(bytes).toBeLessThan(20 * MB)
  slow.send(Frame.input, 'typed after all\r')
  await roost.until(
    'that it is heard',
    () =>
      new Promise<boolean>((done) =>
        term.write('', () => done(screenText(term).includes('typed after all'))),
      ),
  )
  slow.close()
})
