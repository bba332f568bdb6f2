import { existsSync, lstatSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { self } from '../../src/store/identity.ts'
import { loadRoster, saveRoster } from '../../src/store/roster.ts'
import { scratchHome } from './scratch.ts'

const entry = { id: '0a1b2c3d', socket: '/h/run/0a1b2c3d.sock', host: self() }

describe('the roster', () => {
  it('comes back as it was saved, for the owner only', () => {
    const paths = scratchHome()
    expect(loadRoster(paths)).toEqual({ entries: [], problems: [] })
    saveRoster(paths, [entry, { ...entry, id: '00000001' }])
    expect(loadRoster(paths)).toEqual({ entries: [entry, { ...entry, id: '00000001' }], problems: [] })
    expect(lstatSync(paths.roster).mode & 0o777).toBe(0o600)
    saveRoster(paths, [])
    expect(loadRoster(paths).entries).toEqual([])
  })

  it.each(['', '{"version": 1, "entr', '\u0000\u0001', '[1]', '{"version": 1}'])(
    'is moved aside when it is damaged: %j',
    (text) => {
      const paths = scratchHome()
      writeFileSync(paths.roster, text)
      expect(loadRoster(paths)).toEqual({
        entries: [],
        problems: [expect.stringMatching(/roster is damaged; kept as .*roster\.json\.corrupt-/)],
      })
      expect(existsSync(paths.roster)).toBe(false)
    },
  )

  it('loses one bad entry only, and says so', () => {
    const paths = scratchHome()
    writeFileSync(paths.roster, JSON.stringify({ version: 1, entries: [{ id: '../x' }, entry] }))
    expect(loadRoster(paths)).toEqual({
      entries: [entry],
      problems: [expect.stringContaining('cannot be used (id has a form that is not allowed')],
    })
  })

  it('of a newer version is left alone', () => {
    const paths = scratchHome()
    writeFileSync(paths.roster, '{"version": 2, "entries": {}}')
    expect(loadRoster(paths)).toEqual({ entries: [], problems: [expect.stringContaining('newer Roost')] })
    expect(readFileSync(paths.roster, 'utf8')).toContain('"version": 2')
  })

  it('is swept of what a killed writer left', () => {
    const paths = scratchHome()
    writeFileSync(join(paths.home, `.roster.json.tmp-${process.pid}-ab`), 'half')
    loadRoster(paths)
    expect(readdirSync(paths.home)).toEqual([])
  })
})
