import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Session } from '../../src/protocol/session.ts'
import { loadSessions, saveSession } from '../../src/store/job.ts'
import type { Paths } from '../../src/store/paths.ts'
import { forgetRemoved, KEPT_MS, putJobBack, removedJobs, setJobAside } from '../../src/store/removed.ts'
import { scratchHome } from './scratch.ts'

const session = (id: string): Session => ({
  id,
  agent: 'command',
  name: `session ${id}`,
  title: '',
  cwd: '/tmp',
  pinned: true,
  createdAt: 1,
  args: ['true'],
  prompt: '',
  generation: 1,
  life: { status: 'exited', since: 2, code: 0 },
  signals: [],
})

function made(...ids: string[]): Paths {
  const paths = scratchHome()
  for (const id of ids) {
    saveSession(paths, session(id))
    writeFileSync(paths.job(id).output, `output of ${id}`)
  }
  return paths
}

describe('a removed session', () => {
  it('comes back with everything it had', () => {
    const paths = made('0000000a', '0000000b')
    setJobAside(paths, '0000000a')
    expect(loadSessions(paths).sessions.map(({ id }) => id)).toEqual(['0000000b'])
    expect(removedJobs(paths)).toMatchObject([{ id: '0000000a', session: { name: 'session 0000000a' } }])
    expect(putJobBack(paths, '0000000a')).toBe(true)
    expect(loadSessions(paths).sessions.map(({ id }) => id)).toEqual(['0000000a', '0000000b'])
    expect(readFileSync(paths.job('0000000a').output, 'utf8')).toBe('output of 0000000a')
    expect(removedJobs(paths)).toEqual([])
  })

  it('that is not there is removed without a word, and cannot come back', () => {
    const paths = made()
    setJobAside(paths, '0000000a')
    expect(putJobBack(paths, '0000000a')).toBe(false)
    expect(removedJobs(paths)).toEqual([])
  })

  it('never takes the place of one that is listed', () => {
    const paths = made('0000000a')
    setJobAside(paths, '0000000a')
    mkdirSync(paths.job('0000000a').folder)
    expect(() => putJobBack(paths, '0000000a')).toThrow('is in the way')
    expect(removedJobs(paths)).toHaveLength(1)
  })

  it('can be told even when its record cannot be read', () => {
    const paths = made('0000000a')
    setJobAside(paths, '0000000a')
    writeFileSync(join(paths.removed, '0000000a/state.json'), '{')
    expect(removedJobs(paths)).toMatchObject([{ id: '0000000a' }])
    expect(removedJobs(paths)[0]?.session).toBeUndefined()
  })

  it('of the same id takes the place of an older one', () => {
    const paths = made('0000000a')
    setJobAside(paths, '0000000a')
    saveSession(paths, { ...session('0000000a'), name: 'newer' })
    setJobAside(paths, '0000000a')
    expect(removedJobs(paths)).toMatchObject([{ session: { name: 'newer' } }])
  })
})

it('the newest removed comes first', () => {
  const paths = made('0000000a', '0000000b', '0000000c')
  for (const [id, at] of [
    ['0000000b', 3],
    ['0000000a', 1],
    ['0000000c', 2],
  ] as const) {
    setJobAside(paths, id)
    utimesSync(join(paths.removed, id), at, at)
  }
  expect(removedJobs(paths).map(({ id }) => id)).toEqual(['0000000b', '0000000c', '0000000a'])
})

it('a removed session is deleted after its day, and no sooner', () => {
  const paths = made('0000000a', '0000000b')
  setJobAside(paths, '0000000a')
  setJobAside(paths, '0000000b')
  const [newest] = removedJobs(paths)
  const at = newest?.at ?? 0
  utimesSync(join(paths.removed, '0000000a'), (at - 2000) / 1000, (at - 2000) / 1000)
  expect(forgetRemoved(paths, at + KEPT_MS - 3000)).toBe(0)
  expect(forgetRemoved(paths, at + KEPT_MS - 1000)).toBe(1)
  expect(readdirSync(paths.removed)).toEqual(['0000000b'])
  expect(forgetRemoved(paths, at - 86_400_000)).toBe(0) // a clock that was set back
})

it('a folder of another name is not ours to touch', () => {
  const paths = made('0000000a')
  setJobAside(paths, '0000000a')
  mkdirSync(join(paths.removed, 'mine'))
  forgetRemoved(paths, Number.MAX_SAFE_INTEGER)
  expect(existsSync(join(paths.removed, 'mine'))).toBe(true)
  expect(removedJobs(paths)).toEqual([])
})
