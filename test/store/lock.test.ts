import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it } from 'vitest'
import { identityOf, self } from '../../src/store/identity.ts'
import { holderOf, takeLock } from '../../src/store/lock.ts'
import { canInject, injected } from './faults.ts'
import { scratch } from './scratch.ts'

const children = join(import.meta.dirname, 'children')

type Racer = {
  process: ChildProcessWithoutNullStreams
  ask(line: string): Promise<string>
  end(): Promise<unknown>
}

async function racer(): Promise<Racer> {
  const child = spawn(process.execPath, [join(children, 'racer.ts')])
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const ask = async (line: string) => {
    child.stdin.write(`${line}\n`)
    const { value } = await lines.next()
    return String(value)
  }
  const gone = once(child, 'close')
  await lines.next()
  return {
    process: child,
    ask,
    end: () => {
      child.stdin.end()
      return gone
    },
  }
}

/** A lock as a process leaves it that was killed while it held it. */
async function leaveStale(path: string): Promise<void> {
  const holder = await racer()
  expect(await holder.ask(path)).toBe('held')
  const gone = once(holder.process, 'close')
  holder.process.kill('SIGKILL')
  await gone
}

describe('takeLock', () => {
  it('gives it to one at a time and leaves nothing when it is over', async () => {
    const folder = scratch()
    const path = join(folder, 'lock')
    const lock = await takeLock(path)
    expect(await takeLock(path)).toEqual({ heldBy: self() })
    expect(holderOf(path)).toEqual(self())
    if ('release' in lock) lock.release()
    expect(holderOf(path)).toBeUndefined()
    expect(readdirSync(folder)).toEqual([])
    expect(await takeLock(path)).toHaveProperty('release')
  })

  it('takes the lock of a holder that was killed', async () => {
    const folder = scratch()
    const path = join(folder, 'lock')
    await leaveStale(path)
    expect(readdirSync(folder)).toEqual(['lock'])
    expect(holderOf(path)).toBeUndefined()
    expect(await takeLock(path)).toHaveProperty('release')
    expect(readdirSync(folder)).toEqual(['lock'])
  })

  it('does not take a process for the holder that only has its number', async () => {
    const path = join(scratch(), 'lock')
    symlinkSync(JSON.stringify({ ...self(), start: '1' }), path)
    expect(await takeLock(path)).toHaveProperty('release')
  })

  it('takes over what is no lock of ours, but no folder', async () => {
    const folder = scratch()
    symlinkSync('somewhere', join(folder, 'link'))
    symlinkSync('{"pid": "1"}', join(folder, 'odd'))
    writeFileSync(join(folder, 'file'), '')
    for (const name of ['link', 'odd', 'file'])
      expect(await takeLock(join(folder, name))).toHaveProperty('release')
    mkdirSync(join(folder, 'folder'))
    await expect(takeLock(join(folder, 'folder'))).rejects.toThrow('folder cannot be removed')
  })

  it('leaves a lock alone on release that another has by now', async () => {
    const path = join(scratch(), 'lock')
    const lock = await takeLock(path)
    const other = await racer()
    const theirs = join(path, '../theirs')
    // Somebody tidied up by hand, and another process came.
    expect(await other.ask(theirs)).toBe('held')
    renameSync(theirs, path)
    if ('release' in lock) lock.release()
    expect(holderOf(path)).toEqual(identityOf(other.process.pid ?? 0))
    await other.end()
  })

  it('names the folder that is missing', async () => {
    await expect(takeLock(join(scratch(), 'none/lock'))).rejects.toThrow('none/lock cannot be made')
  })
})

describe('takeLock among many processes', () => {
  it('lets exactly one of 50 have a stale lock, each time', async () => {
    const folder = scratch()
    const racers = await Promise.all(Array.from({ length: 50 }, racer))
    for (let round = 0; round < 8; round++) {
      const path = join(folder, `lock-${round}`)
      symlinkSync(JSON.stringify({ ...self(), start: '1' }), path)
      const says = await Promise.all(racers.map((r) => r.ask(path)))
      const holders = racers.filter((_, n) => says[n] === 'held')
      expect(holders).toHaveLength(1)
      expect(holderOf(path)?.pid).toBe(holders[0]?.process.pid)
      // Who lost was told of the winner, or of one that was about to clear the way.
      const pids = racers.map((r) => `no ${r.process.pid}`)
      expect(says.filter((line) => line !== 'held' && !pids.includes(line))).toEqual([])
      await holders[0]?.ask('release')
    }
    await Promise.all(racers.map((r) => r.end()))
    expect(readdirSync(folder)).toEqual([])
  })

  it('is never held twice while holders are killed all the time', async () => {
    const folder = scratch()
    mkdirSync(join(folder, 'room'))
    const ends = await Promise.all(
      Array.from({ length: 20 }, async (_, n) => {
        const args = n % 2 === 0 ? [String(1 + n), 'dies'] : ['25']
        const child = spawn(process.execPath, [join(children, 'tenant.ts'), folder, ...args])
        const [code, signal] = await once(child, 'close')
        return signal ?? code
      }),
    )
    expect(ends).toEqual(Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? 'SIGKILL' : 0)))
  })
})

const tracing = await canInject()

describe.concurrent(
  tracing
    ? 'a process killed while it clears a stale lock'
    : 'killed while clearing (not tried: no strace here)',
  () => {
    const steps = tracing
      ? [
          { at: '?symlink,?symlinkat', when: 2, name: 'before it may' },
          { at: '?unlink,?unlinkat', when: 1, name: 'before it removes the lock' },
          { at: '?unlink,?unlinkat', when: 2, name: 'after it removed the lock' },
          { at: '?symlink,?symlinkat', when: 3, name: 'before it takes the lock' },
        ]
      : []
    it.each(steps)('does not stop the next one: $name', async ({ at, when }) => {
      const folder = scratch()
      const path = join(folder, 'lock')
      symlinkSync(JSON.stringify({ ...self(), start: '1' }), path)
      const { signal } = await injected('lock', path, '', `${at}:signal=SIGKILL:when=${when}`)
      expect(signal).toBe('SIGKILL')
      expect(await takeLock(path)).toHaveProperty('release')
    })
  },
)
