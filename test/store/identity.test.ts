import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync } from 'node:fs'
import { Socket } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bootId, identityOf, isAlive, self } from '../../src/store/identity.ts'
import { scratch } from './scratch.ts'

/** Ticks on Linux, a date on macOS. */
function inOrder(start = ''): number {
  return /^\d+$/.test(start) ? Number(start) : Date.parse(start)
}

describe('identity', () => {
  it('is the same each time it is asked, and says which boot', () => {
    expect(self()).toEqual({ pid: process.pid, start: expect.stringMatching(/./), boot: bootId() })
    expect(identityOf(process.pid)).toEqual(self())
    expect(bootId()).not.toBe('')
  })

  it('lives as long as its process', async () => {
    const child = spawn('cat', { stdio: ['pipe', 'ignore', 'ignore'] })
    const identity = identityOf(child.pid ?? 0)
    expect(identity && isAlive(identity)).toBe(true)
    child.kill('SIGKILL')
    await once(child, 'close')
    expect(identity && isAlive(identity)).toBe(false)
  })

  it('is not taken for a later process with the same number, nor for one of another boot', () => {
    expect(isAlive({ ...self(), start: '1' })).toBe(false)
    expect(isAlive({ ...self(), boot: 'another' })).toBe(false)
  })

  it.each([0, -1, 1.5, Number.NaN, 2 ** 31])('nobody is %d', (pid) => {
    expect(identityOf(pid)).toBeUndefined()
  })

  it('reads a program whose name looks like the rest of its own line', async () => {
    const named = join(scratch(), 'x) S 1 (y')
    copyFileSync('/bin/cat', named)
    const child = spawn(named, { stdio: ['pipe', 'ignore', 'ignore'] })
    await once(child, 'spawn')
    const other = identityOf(child.pid ?? 0)
    expect(inOrder(other?.start)).toBeGreaterThanOrEqual(inOrder(self().start))
    child.kill('SIGKILL')
    await once(child, 'close')
  })

  it('counts a zombie as dead', async () => {
    // A shell starts a child and becomes another program, which knows of no child and never looks for it. The
    // child ends only after that, when file 3 is closed.
    const script = 'cat <&3 & exec /bin/sh -c "echo $!; exec cat"'
    const child = spawn('/bin/sh', ['-c', script], { stdio: ['pipe', 'pipe', 'ignore', 'pipe'] })
    const [pid] = await once(child.stdio[1] ?? child, 'data')
    expect(identityOf(Number(pid))).toBeDefined()
    const three = child.stdio[3]
    if (three instanceof Socket) three.destroy()
    await expect.poll(() => identityOf(Number(pid))).toBeUndefined()
    expect(process.kill(Number(pid), 0)).toBe(true) // its number is still taken
    child.kill('SIGKILL')
    await once(child, 'close')
  })
})
