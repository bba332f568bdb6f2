import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bootId, identityOf, isAlive, self } from '../../src/store/identity.ts'
import { scratch } from './scratch.ts'

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
    expect(Number(other?.start)).toBeGreaterThanOrEqual(Number(self().start))
    child.kill('SIGKILL')
    await once(child, 'close')
  })

  it('counts a zombie as dead', async () => {
    // The shell starts a child, becomes a program that never looks for it, and so leaves it a zombie.
    const child = spawn('/bin/sh', ['-c', 'true & echo $!; exec cat'], { stdio: ['pipe', 'pipe', 'ignore'] })
    const [pid] = await once(child.stdout, 'data')
    await expect.poll(() => identityOf(Number(pid))).toBeUndefined()
    expect(process.kill(Number(pid), 0)).toBe(true) // its number is still taken
    child.kill('SIGKILL')
    await once(child, 'close')
  })
})
