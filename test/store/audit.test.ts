import { appendFileSync, lstatSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { AuditEntry, AuditWish } from '../../src/protocol/audit.ts'
import { openAudit, readAudit, tailAudit } from '../../src/store/audit.ts'
import { canInject, injected, withSmallFiles } from './faults.ts'
import { scratch } from './scratch.ts'

function entry(n: number, more: Partial<AuditEntry> = {}): AuditEntry {
  return {
    at: n,
    kind: 'request',
    who: 'view 412',
    what: { tool: 'Bash', input: { command: 'ls' } },
    ...more,
  }
}

const trail = () => join(scratch(), 'audit.jsonl')

describe('the audit trail', () => {
  it('gives back every entry whole, in order, for the owner only', () => {
    const path = trail()
    const audit = openAudit(path)
    const full = entry(2, {
      session: '0a1b2c3d',
      verdict: 'deny',
      reasons: ['deletes files\nand more', '\u2028 \ud83d\ude00'],
      profile: 'careful',
    })
    audit.append(entry(1))
    audit.append(full)
    audit.close()
    const again = openAudit(path)
    const newer = { ...entry(3), future: true } // of a version that knows more
    again.append(newer)
    again.close()
    expect(readAudit(path)).toEqual([entry(1), full, newer])
    expect(lstatSync(path).mode & 0o777).toBe(0o600)
    expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(4)
  })

  it('gives its newest lines, newest first, over all its files, and says whether there are older ones', () => {
    const path = trail()
    const audit = openAudit(path, 300)
    for (let n = 1; n <= 9; n++)
      audit.append(
        entry(n, { session: n % 2 ? '0a1b2c3d' : 'ffff0000', ...(n % 3 === 0 && { verdict: 'deny' }) }),
      )
    audit.close()
    expect(readdirSync(dirname(path)).length).toBeGreaterThan(2)
    const at = (wish: Omit<AuditWish, 'limit'>, limit = 100) => {
      const { entries, more } = tailAudit(path, { limit, ...wish })
      return [entries.map((each) => each.at), more]
    }
    expect(at({})).toEqual([[9, 8, 7, 6, 5, 4, 3, 2, 1], false])
    expect(at({}, 3)).toEqual([[9, 8, 7], true])
    expect(at({ session: '0a1b' })).toEqual([[9, 7, 5, 3, 1], false])
    expect(at({ session: '0a1b', denied: true })).toEqual([[9, 3], false])
    expect(tailAudit('/nowhere/at/all/audit.jsonl', { limit: 5 })).toEqual({ entries: [], more: false })
  })

  it('gives a line that writes a whole file without the file', () => {
    const path = trail()
    const audit = openAudit(path)
    const input = { file_path: '/src/ä.ts', content: 'x'.repeat(600_000) }
    audit.append(entry(1))
    audit.append(entry(2, { what: { request: 'a1b2c3', tool: 'Write', input } }))
    audit.close()
    const { entries } = tailAudit(path, { limit: 5, request: 'a1b2' })
    expect(entries).toEqual([
      entry(2, {
        what: { request: 'a1b2c3', tool: 'Write', says: 'Write: /src/ä.ts', bytes: expect.any(Number) },
      }),
    ])
    expect(tailAudit(path, { limit: 5 }).entries.map(({ at }) => at)).toEqual([2, 1])
  })

  it('is empty where nothing was written', () => {
    expect(readAudit(trail())).toEqual([])
    expect(readAudit('/nowhere/at/all')).toEqual([])
  })

  it('begins a new line after one that a crash has torn, and skips the torn one', () => {
    const path = trail()
    const audit = openAudit(path)
    audit.append(entry(1))
    appendFileSync(path, '{"at":2,"kind":"requ')
    audit.append(entry(3))
    appendFileSync(path, '\u0000\u0000\nnot json\n{"at":"x"}\n"text"\n\n')
    audit.append(entry(4))
    audit.close()
    expect(readAudit(path)).toEqual([entry(1), entry(3), entry(4)])
  })

  it('rotates by number without losing or reordering a line', () => {
    const path = trail()
    writeFileSync(`${path}.notes`, 'not one of ours')
    const audit = openAudit(path, 300)
    const entries = Array.from({ length: 60 }, (_, n) => entry(n))
    for (const each of entries) audit.append(each)
    audit.close()
    expect(readAudit(path)).toEqual(entries)
    expect(readdirSync(join(path, '..')).length).toBeGreaterThan(11) // so that .10 comes after .9
    for (const name of readdirSync(join(path, '..')))
      expect(lstatSync(join(path, '..', name)).size).toBeLessThan(500)
  })

  it('loses nothing when two write and both rotate', () => {
    const path = trail()
    const two = [openAudit(path, 250), openAudit(path, 250)]
    for (let n = 0; n < 60; n++) two[n % 2]?.append(entry(n))
    for (const audit of two) audit.close()
    expect(readAudit(path).map(({ at }) => at)).toEqual(Array.from({ length: 60 }, (_, n) => n))
  })

  it('goes on in a new file when somebody has taken the old one away', () => {
    const path = trail()
    const audit = openAudit(path)
    audit.append(entry(1))
    rmSync(path)
    audit.append(entry(2))
    audit.close()
    expect(readAudit(path)).toEqual([entry(2)])
  })

  it('throws when an entry did not fit on the disk, and is whole again after', async () => {
    const path = trail()
    const { says } = await withSmallFiles('audit', path, 'x'.repeat(9000), 4)
    expect(says).toMatch(/audit trail .* could not be written.*EFBIG/)
    expect(lstatSync(path).size).toBeGreaterThan(0) // half a line is there
    const audit = openAudit(path)
    audit.append(entry(7))
    audit.close()
    expect(readAudit(path)).toEqual([entry(7)])
  })
})

const tracing = await canInject()

describe.concurrent(
  tracing
    ? 'the audit trail on a failing disk'
    : 'the audit trail on a failing disk (not tried: no strace here)',
  () => {
    const faults = tracing
      ? [
          { inject: 'fsync:error=EIO:when=2', says: /could not be written.*EIO/ },
          { inject: 'write:error=ENOSPC:when=1', says: /could not be written.*ENOSPC/ },
          { inject: 'write:signal=SIGKILL:when=1', says: /^$/ },
          { inject: 'fsync:signal=SIGKILL:when=2', says: /^$/ },
        ]
      : []
    it.each(faults)('never says done that is not: $inject', async ({ inject, says }) => {
      const path = trail()
      const before = openAudit(path)
      before.append(entry(1))
      before.close()
      expect((await injected('audit', path, 'x', inject)).says).toMatch(says)
      const after = openAudit(path)
      after.append(entry(2))
      after.close()
      const ours = readAudit(path).filter(({ who }) => who !== 'child')
      expect(ours).toEqual([entry(1), entry(2)])
    })
  },
)
