import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect } from 'vitest'
import type { Control } from '../../src/client/control.ts'
import type { SessionView } from '../../src/protocol/session.ts'
import { lives, type Product } from './product.ts'
import { seeded } from './random.ts'

/** Writes numbered lines in small bursts until it is told to stop by a file. */
const COUNT = `i=0; while [ ! -e "$0" ]; do for n in 1 2 3 4 5 6 7 8 9 10; do i=$((i+1)); echo "line $i of $ROOST_SESSION"; done; sleep 0.25; done; echo "the end after $i"; exec sleep 1000`

/** What a person was told has been done: it must hold whatever happens to the daemon after. */
type Promised = { pinned: boolean; name: string; stopped: boolean }

export type StormReport = { rounds: number; sessions: number; lines: number; cut: number; done: number }

/**
 * SIGKILLs the daemon at random moments, some while it starts, some while it does what clients ask, and looks
 * after each time whether anything that was promised is gone. The sessions count lines all the while.
 */
export async function killStorm(
  roost: Product,
  options: { rounds: number; sessions: number; seed: number },
): Promise<StormReport> {
  const random = seeded(options.seed)
  const stop = join(roost.work, 'enough')
  const promised = new Map<string, Promised>()
  const report = { rounds: options.rounds, sessions: options.sessions, lines: 0, cut: 0, done: 0 }

  const first = await roost.dial()
  const counters: string[] = []
  for (let n = 0; n < options.sessions; n++) {
    const { id } = await start(first, roost, `count ${n}`, ['sh', '-c', COUNT, stop])
    promised.set(id, { pinned: false, name: `count ${n}`, stopped: false })
    counters.push(id)
  }
  const before = processesOf(await first.call('session.list', {}))
  first.close()

  for (let round = 0; round < options.rounds; round++) {
    const control = await roost.dial()
    const after = await control.call('session.list', {})
    const where = `seed ${options.seed}, round ${round}`
    expect(processesOf(after.filter(({ id }) => counters.includes(id))), where).toEqual(before)
    for (const [id, { pinned, name, stopped }] of promised) {
      const view = after.find((each) => each.id === id)
      expect(view && { pinned: view.pinned, name: view.name, isThere: true }, `${where}: ${id}`).toEqual({
        pinned,
        name,
        isThere: true,
      })
      if (stopped) expect(['stopped', 'stopping'], `${where}: ${id}`).toContain(view?.life.status)
    }
    const asked = Promise.allSettled(ask(control, roost, { random, promised, counters }))
    await pause(random() * 120)
    process.kill(control.daemon.pid, 'SIGKILL')
    for (const { status } of await asked) report[status === 'fulfilled' ? 'done' : 'cut']++
    control.close()
    await roost.until('the end of the daemon', () => !lives(control.daemon.pid))
    expect(unreadable(roost), where).toEqual([])
    if (random() < 0.3) await killWhileStarting(roost, random)
  }

  await roost.json(['ls', '--json'])
  const { writeFileSync } = await import('node:fs')
  writeFileSync(stop, '')
  for (const id of counters) report.lines += await countedLines(roost, id)
  return report
}

function start(control: Control, roost: Product, name: string, args: string[]): Promise<SessionView> {
  const env = Object.fromEntries(
    Object.entries(roost.env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  )
  return control.call('session.start', { agent: 'command', name, cwd: roost.work, args, pinned: false, env })
}

/** A few things a person may ask for, all at once. What is acknowledged is promised from then on. */
function ask(
  control: Control,
  roost: Product,
  { random, promised, counters }: { random(): number; promised: Map<string, Promised>; counters: string[] },
): Promise<unknown>[] {
  const pick = () => counters[Math.floor(random() * counters.length)] ?? ''
  const pin = async () => {
    const id = pick()
    const { pinned } = promised.get(id) ?? { pinned: false }
    await acknowledged(id, () => control.call('session.pin', { id, pinned: !pinned }))
  }
  const rename = async () => {
    const id = pick()
    const name = `named ${Math.floor(random() * 1e6)}`
    await acknowledged(id, () => control.call('session.rename', { id, name }))
  }
  const startAndStop = async () => {
    const name = `short ${Math.floor(random() * 1e6)}`
    const { id } = await start(control, roost, name, ['sleep', '1000'])
    promised.set(id, { pinned: false, name, stopped: false })
    await control.call('session.stop', { id })
    promised.set(id, { pinned: false, name, stopped: true })
  }
  // Written by the daemon that dies without a word to us, or not: whichever it is, it must stay so. What is
  // true is asked for before the next round.
  async function acknowledged(id: string, call: () => Promise<SessionView>): Promise<void> {
    const was = promised.get(id)
    promised.delete(id)
    try {
      const { pinned, name } = await call()
      promised.set(id, { stopped: false, ...was, pinned, name })
    } catch (error) {
      const dial = await roost.dial()
      const view = (await dial.call('session.list', {})).find((each) => each.id === id)
      dial.close()
      if (view) promised.set(id, { stopped: false, ...was, pinned: view.pinned, name: view.name })
      throw error
    }
  }
  const acts = [pin, rename, startAndStop]
  const many = Math.floor(random() * 3)
  return Array.from({ length: many }, () => (acts[Math.floor(random() * acts.length)] ?? pin)())
}

/** Starts a daemon and kills whoever has its lock, before or while it adopts the sessions. */
async function killWhileStarting(roost: Product, random: () => number): Promise<void> {
  const started = roost.roost(['daemon', 'start'])
  await pause(random() * 250)
  const { holderOf } = await import('../../src/store/lock.ts')
  const holder = holderOf(roost.paths.daemonLock)
  if (holder) process.kill(holder.pid, 'SIGKILL')
  await started
}

/** Compared as a whole, in whatever order they come. */
const processesOf = (views: SessionView[]) =>
  Object.fromEntries(
    views
      .filter(({ name }) => !name.startsWith('short '))
      .map(({ id, life }) => [
        id,
        life.status === 'running' ? { host: life.host.pid, agent: life.agentPid } : life.status,
      ]),
  )

/** Files of state that a reader would find torn at this moment. */
function unreadable(roost: Product): string[] {
  const states = readdirSync(roost.paths.jobs)
    .filter((name) => /^[0-9a-f]{8}$/.test(name))
    .map((id) => roost.paths.job(id).state)
  return [roost.paths.roster, ...states].filter((path) => {
    try {
      JSON.parse(readFileSync(path, 'utf8'))
      return false
    } catch (error) {
      // No record yet: the daemon died between making the folder and writing it, so nothing runs for it.
      return !(error instanceof Error && 'code' in error && error.code === 'ENOENT')
    }
  })
}

/** How many lines a counter has in its log. @throws when one is missing, doubled or out of order. */
async function countedLines(roost: Product, id: string): Promise<number> {
  const raw = await roost.until('the end of the count', async () => {
    const { stdout } = await roost.roost(['logs', '--raw', id])
    return /the end after \d+\r?\n/.test(stdout) && stdout
  })
  const end = Number(/the end after (\d+)/.exec(raw)?.[1])
  const numbers = raw.match(/line (\d+) of ([0-9a-f]+)\r?\n/g)?.map((line) => Number(line.split(' ')[1]))
  expect(numbers, `lines of ${id}`).toEqual(Array.from({ length: end }, (_, i) => i + 1))
  return end
}
