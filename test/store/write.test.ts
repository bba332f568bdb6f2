import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readJson, sweepTemps, writeAtomic } from '../../src/store/write.ts'
import { canInject, canMount, injected, onSmallDisk, withSmallFiles } from './faults.ts'
import { scratch } from './scratch.ts'

const BIG = 'new'.repeat(5000)

function withOld(): { folder: string; file: string } {
  const folder = scratch()
  const file = join(folder, 'state.json')
  writeAtomic(file, 'old')
  return { folder, file }
}

describe('writeAtomic', () => {
  it('writes text and bytes, for the owner only, and leaves nothing else', () => {
    const { folder, file } = withOld()
    chmodSync(file, 0o644)
    writeAtomic(file, Buffer.from([0, 255, 10]))
    expect([...readFileSync(file)]).toEqual([0, 255, 10])
    expect(lstatSync(file).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder)).toEqual(['state.json'])
  })

  it('gives the mode it was told even under a strict umask', () => {
    const { file } = withOld()
    const before = process.umask(0o077)
    try {
      writeAtomic(file, 'x', 0o644)
    } finally {
      process.umask(before)
    }
    expect(lstatSync(file).mode & 0o777).toBe(0o644)
  })

  it('names the file when its folder is missing', () => {
    const file = join(scratch(), 'none/state.json')
    expect(() => writeAtomic(file, 'x')).toThrow(`${file} could not be written`)
  })

  it('removes its temp file when the rename fails', () => {
    const folder = scratch()
    mkdirSync(join(folder, 'state.json/full'), { recursive: true })
    expect(() => writeAtomic(join(folder, 'state.json'), 'x')).toThrow('could not be written')
    expect(readdirSync(folder)).toEqual(['state.json'])
  })

  it('keeps the old file when a write is cut short by a limit', async () => {
    const { folder, file } = withOld()
    const { says } = await withSmallFiles('write', file, BIG, 4)
    expect(says).toContain('EFBIG')
    expect({ text: readFileSync(file, 'utf8'), files: readdirSync(folder) }).toEqual({
      text: 'old',
      files: ['state.json'],
    })
  })
})

describe.concurrent(
  canMount() ? 'on a full disk' : 'on a full disk (not tried: unshare cannot mount here)',
  () => {
    it('keeps the old file, says ENOSPC and gives the room back', async () => {
      if (!canMount()) return
      const full = await onSmallDisk(scratch(), BIG, 8)
      expect(full.says).toMatch(/ENOSPC.*\nold fill\nstate.json$/s)
      const roomy = await onSmallDisk(scratch(), BIG, 32)
      expect(roomy.says).toMatch(/^done\n(new){5000} fill\nstate.json$/)
    })
  },
)

const tracing = await canInject()

describe.concurrent(
  tracing ? 'killed or failing at a system call' : 'killed at a system call (not tried: no strace here)',
  () => {
    const steps = tracing
      ? [
          { at: 'openat', when: 1, name: 'making the temp file', leaves: ['old'] },
          { at: 'write', when: 1, name: 'writing it', leaves: ['old'] },
          { at: 'fsync', when: 1, name: 'making it durable', leaves: ['old'] },
          // Older kernels and libcs have it under another name.
          { at: '?rename,?renameat,?renameat2', when: 1, name: 'renaming', leaves: ['old', BIG] },
          { at: 'openat', when: 2, name: 'opening the folder', leaves: [BIG] },
          { at: 'fsync', when: 2, name: 'making the rename durable', leaves: [BIG] },
        ]
      : []

    it.each(steps)('leaves a whole file when killed at $name', async ({ at, when, leaves }) => {
      const { folder, file } = withOld()
      const { signal } = await injected('write', file, BIG, `${at}:signal=SIGKILL:when=${when}`)
      expect(signal).toBe('SIGKILL')
      expect(leaves).toContain(readFileSync(file, 'utf8'))
      sweepTemps(folder)
      expect(readdirSync(folder)).toEqual(['state.json'])
    })

    const errors = tracing
      ? [
          { inject: 'openat:error=EMFILE:when=1', code: 'EMFILE', leaves: 'old' },
          { inject: 'write:error=EIO:when=1', code: 'EIO', leaves: 'old' },
          { inject: 'fsync:error=EIO:when=1', code: 'EIO', leaves: 'old' },
          { inject: 'fsync:error=ENOSPC:when=1', code: 'ENOSPC', leaves: 'old' },
          { inject: '?rename,?renameat,?renameat2:error=EIO:when=1', code: 'EIO', leaves: 'old' },
          { inject: 'fsync:error=EIO:when=2', code: 'EIO', leaves: BIG },
        ]
      : []

    it.each(errors)('reports $inject and leaves no temp file', async ({ inject, code, leaves }) => {
      const { folder, file } = withOld()
      const { says } = await injected('write', file, BIG, inject)
      expect(says).toContain(code)
      expect(readFileSync(file, 'utf8')).toBe(leaves)
      expect(readdirSync(folder)).toEqual(['state.json'])
    })

    it('takes a folder that has no fsync as it is', async () => {
      if (!tracing) return
      const { file } = withOld()
      const { says } = await injected('write', file, BIG, 'fsync:error=EINVAL:when=2')
      expect(says).toBe('done')
    })
  },
)

describe('sweepTemps', () => {
  it('removes what the dead left and what is old, and nothing else', () => {
    const folder = scratch()
    const dead = spawnSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }).stdout.trim()
    const keep = [`.state.json.tmp-${process.ppid}-aa`, '.hidden', 'state.json', 'state.json.tmp-1-aa']
    const sweep = [
      `.state.json.tmp-${dead}-0123456789ab`,
      `.config.json.tmp-${dead}-0123456789ab.tmp-1234567890abcdef`,
      `.state.json.tmp-${process.ppid}-bb`,
      `.state.json.tmp-${process.pid}-cc`,
    ]
    for (const name of [...keep, ...sweep]) writeFileSync(join(folder, name), '')
    utimesSync(join(folder, sweep[2] ?? ''), 1, 1)
    sweepTemps(folder)
    expect(readdirSync(folder).sort()).toEqual(keep.sort())
  })

  it('has nothing to do where there is no folder', () => {
    expect(() => sweepTemps(join(scratch(), 'none'))).not.toThrow()
  })
})

describe('readJson', () => {
  it('gives the value, and says when there is no file', () => {
    const file = join(scratch(), 'a.json')
    expect(readJson(file)).toEqual({ ok: false, why: 'missing' })
    writeFileSync(file, '\ufeff{"a": [1, "ü"]}\n')
    expect(readJson(file)).toEqual({ ok: true, value: { a: [1, 'ü'] } })
  })

  const bad = {
    empty: Buffer.alloc(0),
    blank: Buffer.from('\n\n'),
    torn: Buffer.from('{"a": 1, "b'),
    binary: Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2]),
    'not UTF-8': Buffer.from([0x22, 0xff, 0xfe, 0x22]),
    zeroed: Buffer.alloc(4096),
  }
  it.each(Object.entries(bad))('moves a file that is %s aside with its bytes', (_, bytes) => {
    const file = join(scratch(), 'a.json')
    writeFileSync(file, bytes)
    const read = readJson(file)
    expect(read).toEqual({ ok: false, why: 'corrupt', moved: expect.stringContaining(`${file}.corrupt-`) })
    expect(existsSync(file)).toBe(false)
    expect('moved' in read && read.moved && readFileSync(read.moved)).toEqual(bytes)
  })

  it('moves a folder and a pipe aside instead of failing or waiting for ever', () => {
    const folder = scratch()
    mkdirSync(join(folder, 'a.json/deep'), { recursive: true })
    spawnSync('mkfifo', [join(folder, 'b.json')])
    symlinkSync('c.json', join(folder, 'c.json'))
    for (const name of ['a.json', 'b.json', 'c.json'])
      expect(readJson(join(folder, name))).toMatchObject({ ok: false, why: 'corrupt' })
    expect(readdirSync(folder).map((name) => name.slice(0, 15))).toEqual([
      'a.json.corrupt-',
      'b.json.corrupt-',
      'c.json.corrupt-',
    ])
  })

  it('keeps every damaged file when several are moved in one second', () => {
    const folder = scratch()
    for (const text of ['{1', '{2', '{3']) {
      writeFileSync(join(folder, 'a.json'), text)
      readJson(join(folder, 'a.json'))
    }
    expect(
      readdirSync(folder)
        .map((name) => readFileSync(join(folder, name), 'utf8'))
        .sort(),
    ).toEqual(['{1', '{2', '{3'])
  })
})
