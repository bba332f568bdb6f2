import { appendFileSync, closeSync, openSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { spawnSync } from 'node:child_process'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { followLines, tailLines } from '../../src/store/transcript.ts'
import { scratch } from './scratch.ts'

const place = () => join(scratch(), 'conversation.jsonl')

/** Everything from `from` on, as a caller that polls would get it. */
async function drain(
  path: string,
  from: number,
  maxBytes: number,
): Promise<{ lines: string[]; next: number }> {
  const lines: string[] = []
  for (let at = from; ; ) {
    const more = await followLines(path, at, maxBytes)
    lines.push(...more.lines)
    if (more.next === at) return { lines, next: at }
    at = more.next
  }
}

// Lines with characters of one to four bytes, some longer than any bound tried here.
const line = fc.string({ unit: fc.constantFrom('a', 'ü', '€', '😀', ' '), maxLength: 40 })
const bytesOf = (text: string) => Buffer.byteLength(text) + 1

describe('tailLines', () => {
  it('gives the last complete lines only', async () => {
    const path = place()
    writeFileSync(path, 'one\ntwo\n\nthree\n{"half": ')
    expect(await tailLines(path, 1000)).toEqual(['one', 'two', 'three'])
    expect(await tailLines(path, 16)).toEqual(['three'])
    expect(await tailLines(path, 17)).toEqual(['three'])
    expect(await tailLines(path, 12)).toEqual([])
    expect(await tailLines(path, 0)).toEqual([])
  })

  it('does not give a first line that is one byte too many', async () => {
    const path = place()
    writeFileSync(path, 'one\ntwo\n')
    expect([await tailLines(path, 8), await tailLines(path, 7)]).toEqual([['one', 'two'], ['two']])
  })

  it('gives the longest run of whole lines that fits, whatever is cut', async () => {
    const path = place()
    await fc.assert(
      fc.asyncProperty(fc.array(line), line, fc.nat(300), async (lines, torn, maxBytes) => {
        writeFileSync(path, [...lines, torn].join('\n'))
        let room = maxBytes - Buffer.byteLength(torn)
        const fit = lines.toReversed().filter((each) => (room -= bytesOf(each)) >= 0)
        expect(await tailLines(path, maxBytes)).toEqual(fit.toReversed().filter((each) => each !== ''))
      }),
    )
  })

  it('is none for a missing file, a folder and a pipe', async () => {
    const folder = scratch()
    spawnSync('mkfifo', [join(folder, 'pipe')])
    for (const name of ['', 'none', 'none/deep', 'pipe'])
      expect([await tailLines(join(folder, name), 10), await followLines(join(folder, name), 5, 10)]).toEqual(
        [[], { lines: [], next: 0 }],
      )
  })

  it('reads the tail only, of a file of a gigabyte', async () => {
    const path = place()
    writeFileSync(path, 'first\n')
    truncateSync(path, 2 ** 30) // a hole: takes no room
    appendFileSync(path, '\nlast\n')
    const before = process.memoryUsage().arrayBuffers
    expect(await tailLines(path, 64 * 1024)).toEqual(['last'])
    expect(await followLines(path, 2 ** 30 - 5, 64 * 1024)).toMatchObject({ lines: ['last'] })
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 20)
  })
})

describe('followLines', () => {
  it('gives each complete line once, however the writer cuts its writes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 12 }),
        fc.array(fc.nat(60), { minLength: 1 }),
        fc.integer({ min: 1, max: 90 }),
        async (lines, cuts, maxBytes) => {
          const path = place()
          const bytes = Buffer.from(lines.map((each) => `${each}\n`).join(''))
          writeFileSync(path, '')
          const got: string[] = []
          let next = 0
          for (let at = 0, n = 0; at < bytes.length; n++) {
            const size = (cuts[n % cuts.length] ?? 0) + 1
            appendFileSync(path, bytes.subarray(at, at + size))
            at += size
            const more = await drain(path, next, maxBytes)
            got.push(...more.lines)
            next = more.next
          }
          expect(got).toEqual(lines.filter((each) => each !== '' && bytesOf(each) <= maxBytes))
          expect(next).toBe(bytes.length)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('waits at the beginning of a line whose end is not there yet', async () => {
    const path = place()
    writeFileSync(path, 'one\n{"two": ')
    expect(await followLines(path, 0, 100)).toEqual({ lines: ['one'], next: 4 })
    expect(await followLines(path, 4, 100)).toEqual({ lines: [], next: 4 })
    appendFileSync(path, '2}\n')
    expect(await followLines(path, 4, 100)).toEqual({ lines: ['{"two": 2}'], next: 15 })
    expect(await followLines(path, 15, 100)).toEqual({ lines: [], next: 15 })
  })

  it('begins again when the file became shorter', async () => {
    const path = place()
    writeFileSync(path, 'new\n')
    expect(await followLines(path, 500, 100)).toEqual({ lines: ['new'], next: 4 })
  })

  it('skips the rest of a line it begins in', async () => {
    const path = place()
    writeFileSync(path, 'abcdef\ntwo\n')
    expect(await followLines(path, 3, 100)).toEqual({ lines: ['two'], next: 11 })
  })

  it('gives what it can of bytes that are no UTF-8, and the next line whole', async () => {
    const path = place()
    writeFileSync(path, Buffer.from([0xc3, 0x28, 0xff, 0x0a, 0x6f, 0x6b, 0x0a]))
    expect((await followLines(path, 0, 100)).lines).toEqual(['\ufffd(\ufffd', 'ok'])
  })

  it('closes its file each time', async () => {
    const path = place()
    writeFileSync(path, 'x\n')
    // open(2) gives the lowest free number, so a leak shows in the next one.
    const lowest = openSync(path, 'r')
    closeSync(lowest)
    for (let n = 0; n < 20; n++) await followLines(path, 0, 10)
    const after = openSync(path, 'r')
    closeSync(after)
    expect(after).toBe(lowest)
  })
})
