import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildFolder, readMarks } from '../../src/store/builds.ts'
import { installed, type Fault } from '../helpers/installed.ts'
import { PATIENCE_MS } from '../helpers/patience.ts'
import { lives, product, type Product } from '../helpers/product.ts'

const COUNT = `i=0; while [ ! -e enough ]; do for n in 1 2 3 4 5 6 7 8 9 10; do i=$((i+1)); echo "line $i"; done; sleep 0.1; done; echo "the end after $i"; exec sleep 1000`

/** A session that counts, one with a terminal attached, and one whose agent waits for a permission. */
async function busy(roost: Product) {
  const counting = await roost.run('command', '-n', 'counting', '--', 'sh', '-c', COUNT)
  const typing = await roost.run('command', '-n', 'typing', '--', 'sh', '-c', 'echo up; exec cat')
  const terminal = await roost.screen({ args: ['attach', typing], cols: 80, rows: 24 })
  await terminal.waitFor((text) => text.includes('up'), 'the screen')
  const asking = await roost.run('demo', '-n', 'asking', 'run touch allowed.txt')
  const [request] = await roost.until('the request', async () => {
    const open = await roost.approvals()
    return open.length > 0 && open
  })
  const processes = async () =>
    (await roost.ls())
      .map(({ name, hostPid, agentPid }) => ({ name, hostPid, agentPid }))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
  return { counting, typing, terminal, asking, request, processes, before: await processes() }
}

/** That everything in `busy` is as it was, and works. */
async function unharmed(
  roost: Product,
  { counting, terminal, asking, request, processes, before }: Awaited<ReturnType<typeof busy>>,
) {
  expect(await processes()).toEqual(before)
  terminal.write('still here?\r')
  await terminal.waitFor(
    (text) => text.includes('still here?\nstill here?'),
    'the echo in the attached terminal',
  )
  expect((await roost.approvals()).map(({ id }) => id)).toEqual([request?.id])
  expect((await roost.roost(['approve', request?.id ?? ''])).code).toBe(0)
  await roost.seen(asking, 'the answer to reach the agent', ({ state }) => state === 'idle')
  expect(readdirSync(roost.work)).toContain('allowed.txt')
  writeFileSync(join(roost.work, 'enough'), '')
  const raw = await roost.until('the end of the count', async () => {
    const { stdout } = await roost.roost(['logs', '--raw', counting])
    return /the end after \d+\r?\n/.test(stdout) && stdout
  })
  const end = Number(/the end after (\d+)/.exec(raw)?.[1])
  expect(raw.match(/line (\d+)\r?\n/g)?.map((line) => Number(line.slice(5)))).toEqual(
    Array.from({ length: end }, (_, i) => i + 1),
  )
}

test.concurrent('an upgrade takes over while sessions stream, a terminal is attached and a permission waits', async () => {
  using product1 = installed()
  await using roost = await product({}, product1)
  const sessions = await busy(roost)
  const view = await roost.dial()
  await view.call('session.watch', {})
  const { pid } = await roost.daemon()
  const build = product1.upgrade('good')
  expect((await view.closed).reason).toContain(`upgrade to ${build}`)
  const after = await roost.until('the new daemon', async () => {
    const told = await roost.ensureDaemon()
    return told.pid !== pid && told
  })
  expect(after.build).toBe(build)
  await unharmed(roost, sessions)
  // Its hosts run from a copy of the old build, which stays as long as they do.
  expect(readdirSync(buildFolder(roost, product1.build))).toContain('host')
})

test.concurrent('a package that is moved away and put back whole, as npm does, is an upgrade too, twice', async () => {
  using product1 = installed()
  await using roost = await product({}, product1)
  const id = await roost.run('command', '--', 'sleep', '1000')
  const { hostPid } = await roost.row(id)
  for (const name of ['second', 'third']) {
    const build = product1.reinstall(name)
    await roost.until(`the daemon of ${name}`, async () => {
      const ran = await roost.roost(['daemon', 'status', '--json'])
      return ran.code === 0 && JSON.parse(ran.stdout).build === build
    })
  }
  expect((await roost.row(id)).hostPid).toBe(hostPid)
})

// Written out, not test.each: each takes its whole patience, so they must run side by side.
const bad = (fault: Fault, reason: RegExp, end: string) =>
  test.concurrent(`a build that ${end} is not taken, is remembered, and costs nobody anything`, async () => {
    using product1 = installed()
    await using roost = await product({}, product1)
    const sessions = await busy(roost)
    const build = product1.upgrade('bad', fault)
    const marks = await roost.until(
      'the bad build to be noted',
      () => {
        const read = readMarks(roost)
        return read.bad[build] !== undefined && read
      },
      2 * PATIENCE_MS,
    )
    expect(marks.bad[build]).toMatch(reason)
    expect(marks.good).toBe(product1.build)
    // The command is of the bad build; the daemon it talks to, or starts, is of the last good one.
    expect((await roost.ensureDaemon()).build).toBe(product1.build)
    await unharmed(roost, sessions)
    const pid = await roost.killDaemon()
    const again = await roost.ensureDaemon()
    expect(again.build).toBe(product1.build)
    expect(again.pid).not.toBe(pid)
    // Nothing of the attempts is left behind.
    expect(readdirSync(roost.home).filter((name) => name.startsWith('.check'))).toEqual([])
    await roost.until('the end of all attempts', () => strays(roost).length === 0)
  })

bad('crash-in-check', /broken on purpose/, 'crashes in its check')
bad('hang-in-check', /did not finish its check/, 'hangs in its check')
bad('crash-at-start', /broken on purpose|ended at once/, 'passes its check and crashes when it takes over')
bad('hang-at-start', /did not listen/, 'passes its check and hangs when it takes over')

/** Processes of this home that are neither its daemon, nor a session's host or agent. */
function strays(roost: Product): string[] {
  const known = new Set<number>()
  for (const id of readdirSync(roost.paths.jobs)) {
    const { life } = JSON.parse(readFileSync(roost.paths.job(id).state, 'utf8')) as {
      life: { host?: { pid: number }; agentPid?: number }
    }
    if (life.host) known.add(life.host.pid)
    if (life.agentPid !== undefined) known.add(life.agentPid)
  }
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name) || known.has(Number(name)) || !lives(Number(name))) return []
    try {
      const line = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ')
      if (!line.includes(roost.home)) return []
      // Daemons of builds that are kept under the home say so in their command line, as hosts do.
      return line.includes('daemon.cjs') ? [] : [line]
    } catch {
      return []
    }
  })
}
