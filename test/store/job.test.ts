import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Launch } from '../../src/protocol/host.ts'
import type { Life, Session } from '../../src/protocol/session.ts'
import { self } from '../../src/store/identity.ts'
import {
  loadEnv,
  loadSessions,
  readExit,
  removeJob,
  saveEnv,
  saveLaunch,
  saveSession,
} from '../../src/store/job.ts'
import type { Paths } from '../../src/store/paths.ts'
import { scratchHome } from './scratch.ts'

const since = 1_790_000_000_000

function session(id: string, more: Partial<Session> = {}): Session {
  return {
    id,
    agent: 'claude',
    name: '',
    title: 'Fix the flaky test',
    cwd: '/work',
    pinned: false,
    createdAt: since,
    args: ['--model', 'x'],
    prompt: 'fix\nit',
    generation: 1,
    life: { status: 'starting', since },
    signals: [{ source: 'hook', at: since, says: 'it began' }],
    ...more,
  }
}

const lives: Life[] = [
  { status: 'starting', since },
  { status: 'running', since, host: self(), agentPid: 2, activity: { kind: 'working', since } },
  {
    status: 'running',
    since,
    host: self(),
    agentPid: 2,
    activity: { kind: 'needs-input', need: 'plan', what: 'Read the plan', since },
  },
  { status: 'running', since, host: self(), agentPid: 2, activity: { kind: 'idle', since } },
  { status: 'running', since, host: self(), agentPid: 2, activity: { kind: 'unknown', what: '?', since } },
  { status: 'stopping', since, why: 'evict', host: self(), agentPid: 2 },
  { status: 'stopped', since, why: 'user' },
  { status: 'exited', since, code: 0 },
  { status: 'exited', since, code: 137, signal: 'SIGKILL' },
  { status: 'failed', since, why: 'no such file' },
  { status: 'lost', since, why: 'its host is gone' },
]

/** Puts raw bytes where the session's record would be. */
function plant(paths: Paths, id: string, bytes: string | Buffer): string {
  const job = paths.job(id)
  mkdirSync(job.folder, { recursive: true })
  writeFileSync(job.state, bytes)
  return job.state
}

describe('saveSession and loadSessions', () => {
  it('bring every life back as it was, oldest first', () => {
    const paths = scratchHome()
    const usage = {
      models: { m: { input: 1, output: 2, cacheRead: 3, cacheWrite: 4 } },
      contextTokens: 5,
      costUsd: 0.5,
    }
    const sessions = lives.map((life, n) =>
      session(`0000000${n.toString(16)}`, { life, createdAt: since - n, resumeId: `r${n}`, usage }),
    )
    for (const each of sessions) saveSession(paths, each)
    expect(loadSessions(paths)).toEqual({ sessions: sessions.toReversed(), problems: [] })
  })

  it('keep what they write for the owner only, and say their version', () => {
    const paths = scratchHome()
    saveSession(paths, session('0a1b2c3d'))
    saveEnv(paths, '0a1b2c3d', { SECRET: 'x' })
    const { folder, state, env } = paths.job('0a1b2c3d')
    expect([paths.jobs, folder, state, env].map((path) => lstatSync(path).mode & 0o777)).toEqual([
      0o700, 0o700, 0o600, 0o600,
    ])
    expect(JSON.parse(readFileSync(state, 'utf8'))).toEqual({ version: 1, ...session('0a1b2c3d') })
  })

  it('find nothing where nothing was saved', () => {
    expect(loadSessions(scratchHome())).toEqual({ sessions: [], problems: [] })
  })

  it('keep the others when one record is damaged, and move that one aside', () => {
    const paths = scratchHome()
    saveSession(paths, session('0000000a'))
    const damaged = {
      '00000001': '',
      '00000002': '{"version": 1, "id": "00',
      '00000003': Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0xff]),
      '00000004': '[]',
      '00000005': 'null',
      '00000006': JSON.stringify({ hello: 'from another program' }),
      '00000007': JSON.stringify({ version: 1, ...session('0000000f') }),
      '00000008': JSON.stringify({ ...session('00000008'), life: { status: 'dancing', since } }),
      '00000009': JSON.stringify({ ...session('00000009'), cwd: 7 }),
    }
    for (const [id, bytes] of Object.entries(damaged)) plant(paths, id, bytes)
    mkdirSync(join(paths.jobs, '0000000b/state.json/deep'), { recursive: true })

    const { sessions, problems } = loadSessions(paths)
    expect(sessions).toEqual([session('0000000a')])
    const ids = [...Object.keys(damaged), '0000000b']
    expect(problems.map((problem) => problem.slice(0, 'session 00000001'.length))).toEqual(
      ids.map((id) => `session ${id}`),
    )
    for (const [n, id] of ids.entries()) {
      const [kept] = readdirSync(paths.job(id).folder)
      expect(kept).toContain('state.json.corrupt-')
      expect(problems[n]).toContain(kept)
    }
    // What was said once is not said again.
    expect(loadSessions(paths).problems).toEqual([])
  })

  it('say what is wrong with a record that cannot be used', () => {
    const paths = scratchHome()
    plant(paths, '00000001', JSON.stringify({ ...session('00000001'), life: { status: 'exited', since } }))
    plant(paths, '00000002', JSON.stringify(session('00000003')))
    expect(loadSessions(paths).problems).toEqual([
      expect.stringMatching(
        /^session 00000001: its record cannot be used \(life\.code is missing\); kept as \//,
      ),
      expect.stringMatching(/^session 00000002: its record cannot be used \(it is of 00000003\)/),
    ])
  })

  it('leave a record of a newer version where it is', () => {
    const paths = scratchHome()
    const text = JSON.stringify({ version: 2, id: '00000001', anything: true })
    const state = plant(paths, '00000001', text)
    for (let again = 0; again < 2; again++)
      expect(loadSessions(paths)).toEqual({
        sessions: [],
        problems: [expect.stringContaining('newer Roost (version 2); upgrade')],
      })
    expect(readFileSync(state, 'utf8')).toBe(text)
  })

  it('carry fields they do not know through a load and a save', () => {
    const paths = scratchHome()
    const life = { ...lives[1], host: { ...self(), ns: 9 }, colour: 'red' }
    const newer = { ...session('00000001'), version: 1, starred: true, life }
    plant(paths, '00000001', JSON.stringify(newer))
    const [loaded] = loadSessions(paths).sessions
    if (loaded) saveSession(paths, { ...loaded, pinned: true })
    expect(JSON.parse(readFileSync(paths.job('00000001').state, 'utf8'))).toEqual({ ...newer, pinned: true })
  })

  it('take a record of a somewhat newer version whose words they do not know', () => {
    const paths = scratchHome()
    const activity = { kind: 'needs-input', need: 'payment', since }
    const words = {
      ...session('00000001'),
      name: null,
      pinned: 'yes',
      usage: 'much',
      signals: [{ source: 'radio', at: since, says: 'x' }, session('00000001').signals[0], 7],
      life: { status: 'running', since, host: self(), agentPid: 2, activity },
    }
    plant(paths, '00000001', JSON.stringify(words))
    const other = { ...words, id: '00000002', life: { ...words.life, activity: { kind: 'dreaming' } } }
    plant(paths, '00000002', JSON.stringify(other))
    const { sessions, problems } = loadSessions(paths)
    expect(problems).toEqual([])
    expect(sessions[0]).toEqual(
      session('00000001', {
        life: {
          status: 'running',
          since,
          host: self(),
          agentPid: 2,
          activity: { kind: 'needs-input', need: 'input', since },
        },
      }),
    )
    expect(sessions[1]?.life).toMatchObject({ status: 'running', activity: { kind: 'unknown' } })
  })

  it('survive any JSON at all in a record', () => {
    const paths = scratchHome()
    saveSession(paths, session('0000000a'))
    const keys = fc.constantFrom(...Object.keys(session('00000001')), 'usage', 'version')
    fc.assert(
      fc.property(keys, fc.jsonValue(), (key, value) => {
        plant(paths, '00000001', JSON.stringify({ ...session('00000001'), [key]: value }))
        expect(loadSessions(paths).sessions.map((s) => s.id)).toContain('0000000a')
      }),
    )
  })

  it('report a folder that is in the way, and pass over what is not theirs', () => {
    const paths = scratchHome()
    saveSession(paths, session('0000000a'))
    writeFileSync(join(paths.jobs, '00000001'), 'a file')
    writeFileSync(join(paths.jobs, 'notes.txt'), '')
    mkdirSync(join(paths.jobs, 'backup'))
    mkdirSync(join(paths.jobs, '00000002')) // a crash before its first record
    symlinkSync('/nowhere', join(paths.jobs, '00000003'))
    const { sessions, problems } = loadSessions(paths)
    expect(sessions.map((s) => s.id)).toEqual(['0000000a'])
    expect(problems).toEqual([expect.stringMatching(/^session 00000001: .*ENOTDIR/)])
  })

  it('sweep what a killed writer and a killed removal left', () => {
    const paths = scratchHome()
    saveSession(paths, session('0000000a'))
    writeFileSync(join(paths.job('0000000a').folder, `.state.json.tmp-${process.pid}-ab`), 'half')
    mkdirSync(join(paths.jobs, '.removed-00000001'))
    writeFileSync(join(paths.jobs, '.removed-00000001/state.json'), JSON.stringify(session('00000001')))
    expect(loadSessions(paths).sessions).toHaveLength(1)
    expect([readdirSync(paths.jobs), readdirSync(paths.job('0000000a').folder)]).toEqual([
      ['0000000a'],
      ['state.json'],
    ])
  })
})

describe('removeJob', () => {
  it('removes all of the session, and again without a word', () => {
    const paths = scratchHome()
    saveSession(paths, session('0000000a'))
    writeFileSync(paths.job('0000000a').output, 'bytes')
    mkdirSync(join(paths.jobs, '.removed-0000000a/old'), { recursive: true })
    removeJob(paths, '0000000a')
    removeJob(paths, '0000000a')
    expect(readdirSync(paths.jobs)).toEqual([])
  })
})

describe('the other files of a job', () => {
  it('bring the environment back', () => {
    const paths = scratchHome()
    const env = { PATH: '/bin', 'ODD=NAME': 'new\nline', EMPTY: '', UNICODE: '\ud83d\ude00' }
    saveEnv(paths, '0000000a', env)
    expect(loadEnv(paths, '0000000a')).toEqual(env)
    expect(loadEnv(paths, '0000000b')).toBeUndefined()
    writeFileSync(paths.job('0000000a').env, '{"env": {"A": 1}}')
    expect(loadEnv(paths, '0000000a')).toBeUndefined()
  })

  it('hand the host exactly what it is to launch', () => {
    const paths = scratchHome()
    const launch: Launch = {
      protocol: 1,
      session: '0000000a',
      generation: 2,
      file: '/bin/cat',
      args: [],
      cwd: '/',
      env: { A: 'b' },
      cols: 80,
      rows: 24,
      socket: paths.job('0000000a').socket,
      folder: paths.job('0000000a').folder,
      logBytes: 1,
      files: [],
    }
    saveLaunch(paths, launch)
    const path = paths.job('0000000a').launch
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(launch)
    expect(lstatSync(path).mode & 0o777).toBe(0o600)
  })

  it('read the exit that the host wrote', () => {
    const paths = scratchHome()
    const { folder, exit } = paths.job('0000000a')
    expect(readExit(paths, '0000000a')).toBeUndefined()
    mkdirSync(folder, { recursive: true })
    writeFileSync(exit, JSON.stringify({ code: 0, signal: 'SIGTERM', at: since, generation: 3 }))
    expect(readExit(paths, '0000000a')).toEqual({ code: 0, signal: 'SIGTERM', at: since, generation: 3 })
    writeFileSync(exit, '{"code": "zero"}')
    expect(readExit(paths, '0000000a')).toBeUndefined()
    writeFileSync(exit, '')
    expect(readExit(paths, '0000000a')).toBeUndefined()
    expect(existsSync(exit)).toBe(false)
  })
})
