import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readIndex } from '../../src/client/log-files.ts'
import { readLogRaw } from '../../src/client/log.ts'
import { openOutputLog, type OutputLog } from '../../src/host/output-log.ts'

let folder: string
let errors: string[]
let now: number
beforeEach(() => {
  folder = mkdtempSync('/tmp/rl-')
  errors = []
  now = 1_000_000
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function open(options: { bytes?: number; generation?: number; in?: string } = {}): OutputLog {
  return openOutputLog({
    folder: options.in ?? folder,
    bytes: options.bytes ?? 2000,
    generation: options.generation ?? 1,
    cols: 80,
    rows: 24,
    onError: (message) => errors.push(message),
    now: () => now,
  })
}
const index = (): string[] => readFileSync(join(folder, 'output.index'), 'utf8').trim().split('\n')
async function all(): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of readLogRaw(folder)) parts.push(part)
  return Buffer.concat(parts).toString()
}

describe('the log of output', () => {
  it('is on disk as soon as it was given', async () => {
    const log = open()
    log.append(Buffer.from('hello '))
    log.append(Buffer.from('world'))
    expect(await all()).toBe('hello world')
    log.size(100, 30)
    log.append(Buffer.from('!'))
    expect(index()).toEqual(['start 1 0 80 24 1000000', 'size 11 100 30'])
    log.close()
  })

  it('keeps to its bound, and its index says where the newer file begins', async () => {
    const log = open({ bytes: 2000 })
    for (let i = 0; i < 100; i++)
      log.append(Buffer.from(`${String(i).padStart(98, '.')}\n`.padStart(100, '.')))
    const text = await all()
    expect(text.length).toBeLessThanOrEqual(2000)
    expect(text.length).toBeGreaterThan(1000)
    expect(text.endsWith('99\n')).toBe(true)
    expect(readIndex(folder).base).toBe(9000)
    expect(index()).toEqual(['start 1 0 80 24 1000000', 'rotate 8000', 'rotate 9000'])
    log.close()
  })

  it('goes on where the last host of the session stopped, also after one killed in the middle of a rotation', async () => {
    const first = open()
    first.append(Buffer.from('a'.repeat(600)))
    first.close()
    const second = open({ generation: 2 })
    second.append(Buffer.from('b'.repeat(100)))
    second.close()
    expect(index()).toEqual(['start 1 0 80 24 1000000', 'start 2 600 80 24 1000000'])
    renameSync(join(folder, 'output.log'), join(folder, 'output.log.1')) // and here it was killed
    const third = open({ generation: 3 })
    third.append(Buffer.from('c'))
    third.close()
    expect(index().slice(2)).toEqual(['rotate 700', 'start 3 700 80 24 1000000'])
    expect(await all()).toBe(`${'a'.repeat(600)}${'b'.repeat(100)}c`)
  })

  it('passes over an index line that a crash cut', async () => {
    writeFileSync(join(folder, 'output.log'), 'x'.repeat(50))
    writeFileSync(join(folder, 'output.index'), 'start 1 0 80 24 5\nrotate 100\nsize 12')
    appendFileSync(join(folder, 'output.index'), '\n')
    const log = open({ generation: 2 })
    log.append(Buffer.from('y'))
    expect(index().at(-1)).toBe('start 2 150 80 24 1000000')
    log.close()
  })

  it('says once that the disk refuses, and marks the gap when it takes output again', async () => {
    const missing = join(folder, 'later')
    const log = open({ in: missing })
    log.append(Buffer.from('lost'))
    log.append(Buffer.from('lost too'))
    expect(errors).toEqual([expect.stringMatching(/not being logged: ENOENT/)])
    mkdirSync(missing)
    log.append(Buffer.from('too soon'))
    expect(existsSync(join(missing, 'output.log'))).toBe(false)
    now += 1001
    log.append(Buffer.from('kept'))
    const text = readFileSync(join(missing, 'output.log'), 'utf8')
    expect(text).toMatch(/\[20 bytes of output are missing here: the disk refused them\]\r\nkept$/)
    expect(errors.length).toBe(1)
    log.close()
  })
})
