import { expect, test } from 'vitest'
import { ARM_MS } from '../../src/ui/model/arming.ts'
import { TWICE_MS } from '../../src/ui/model/ask.ts'
import { Dialogue, type Doing } from '../../src/ui/spoken/dialogue.ts'
import { agents, morning, NOW, plan, question, request, risky } from './world.ts'

/** A person at the keyboard and what they hear. */
class Ear {
  now = NOW
  said: string[] = []
  done: Doing[] = []
  readonly dialogue = new Dialogue({
    now: NOW,
    place: { host: 'pi5', home: '/home/mo', cwd: '/home/mo/src/shop', detachKeys: ['ctrl+q', 'ctrl+\\'] },
    say: (line) => this.said.push(line),
    act: (doing) => this.done.push(doing),
  })

  constructor(requests = [question, risky]) {
    this.dialogue.event({ type: 'joined', sessions: morning(), requests, at: NOW }, NOW)
  }

  /** What is said to a line typed after a while. */
  hears(line: string, after = ARM_MS): string[] {
    this.now += after
    this.said = []
    this.dialogue.line(line, this.now)
    return this.said
  }
}

test('it greets with what there is, and lists in words, most pressing first', () => {
  const ear = new Ear()
  expect(ear.said).toEqual([
    'Roost. 10 sessions: 2 need you, 3 working, 2 idle, 2 done, 1 failed. Say help for what can be said.',
  ])
  expect(ear.hears('waiting')).toEqual([
    '1. migrate db schema to v12 and keep a way back: needs you, permission: Bash: psql -f migrate.sql "$PROD_URL"; for 2 minutes; pinned; claude in ~/src/shop.',
    '2. which auth flow should I keep?: needs you, question: PKCE or device code?; for 6 minutes; codex in ~/src/shop.',
  ])
  expect(ear.hears('list')).toHaveLength(10)
  expect(ear.hears('list').join()).not.toMatch(/[●◇✓✗▲▌│$]\s/)
})

test('a risky card is read whole and wants yes twice, apart', () => {
  const ear = new Ear()
  const card = ear.hears('read 1')
  expect(card).toEqual([
    'Request 2 of 2. High risk. migrate db schema to v12 and keep a way back wants to use Bash, in ~/src/shop.',
    'psql -f migrate.sql "$PROD_URL" \\',
    '  && rm -rf ./backup-2026-11-20',
    'warning: `rm -rf` deletes a folder, with no way back',
    'warning: `psql` reaches outside this machine',
    'note: `&&` joins two commands; both were looked at',
    '  description: Run the migration on production and clean up',
    'Say yes, no and why, always, or leave.',
  ])
  expect(ear.hears('yes', ARM_MS - 1)).toEqual(['Too soon after it was said. Say it again.'])
  expect(ear.hears('yes', 1)).toEqual(['This is risky. Say yes once more to allow it, or leave.'])
  expect(ear.hears('yes', TWICE_MS - 1)).toEqual(['This is risky. Say yes once more to allow it, or leave.'])
  expect(ear.done).toEqual([])
  ear.hears('yes', TWICE_MS)
  expect(ear.done).toEqual([
    { do: 'answer', id: 'bad001', inputHash: 'badbad', answer: { verdict: 'allow' } },
  ])
})

test('leaving takes the first yes with it, and yes without a card is none', () => {
  const ear = new Ear()
  ear.hears('read 1')
  ear.hears('yes')
  expect(ear.hears('leave')).toEqual(['Left open.'])
  expect(ear.hears('yes')).toEqual(['No request was read. Say read.'])
  ear.hears('read 1')
  expect(ear.hears('yes')).toEqual(['This is risky. Say yes once more to allow it, or leave.'])
  expect(ear.done).toEqual([])
})

test('questions are answered one after the other, by number or in words', () => {
  const ear = new Ear([question])
  expect(ear.hears('read')).toEqual([
    'Request 1 of 1. which auth flow should I keep? asks you, in ~/src/shop.',
    'Sign-in · 1 of 2',
    'Which sign-in flow should I keep?',
    '1 PKCE only',
    '    What the mobile clients use; the old endpoint goes away',
    '  2 Device code only',
    '    For terminals without a browser',
    '  3 Both, behind a flag',
    '  4 Something else, in my own words',
    'Say answer and a number, or answer and your own words. Or leave.',
  ])
  expect(ear.hears('yes')).toEqual(['It is a question. Say answer and a number, or words.'])
  expect(ear.hears('answer 7')).toEqual(['There are 3 answers.'])
  expect(ear.hears('answer 1 2')).toEqual(['Only one answer can be chosen.'])
  expect(ear.hears('answer keep both for a year')).toContain('Which clients do I test?')
  ear.hears('answer 1, 3')
  expect(ear.done).toEqual([
    {
      do: 'answer',
      id: 'c0ffee',
      inputHash: 'q1',
      answer: {
        verdict: 'answers',
        answers: {
          'Which sign-in flow should I keep?': 'keep both for a year',
          'Which clients do I test?': 'iOS, Web',
        },
      },
    },
  ])
})

test('no says why, always reads the rule before it is written, a plan is read to its end', () => {
  const denied = new Ear([request()])
  denied.hears('read')
  denied.hears('no use pnpm, please')
  expect(denied.done).toEqual([
    {
      do: 'answer',
      id: 'a1b2c3',
      inputHash: 'f00d',
      answer: { verdict: 'deny', message: 'use pnpm, please' },
    },
  ])

  const always = new Ear([request()])
  always.hears('read')
  expect(always.hears('always').join(' ')).toMatch(
    /Bash\(npm test:\*\).*Say yes to write this rule and allow, or no\./,
  )
  expect(always.done).toEqual([])
  always.hears('yes')
  expect(always.done).toMatchObject([{ do: 'answer', answer: { verdict: 'always' } }])

  const planned = new Ear([plan])
  expect(planned.hears('read').slice(-3)).toEqual([
    '- the database schema',
    '- the public API',
    'Say yes to go ahead, no and what to change, or leave.',
  ])
})

test('news is said once, and only what a person would look up for', () => {
  const ear = new Ear()
  const [, , working] = morning()
  if (working?.life.status !== 'running') throw new Error('no session')
  const becomes = (activity: typeof working.life.activity, source: 'hook' | 'output' = 'hook') => {
    ear.said = []
    const because = { source, at: NOW, says: '' }
    const session = { ...working, because, life: { ...working.life, activity } }
    ear.dialogue.event({ type: 'session', session, at: NOW }, NOW)
    return ear.said
  }
  expect(becomes({ kind: 'working', what: 'Bash: npm test', since: NOW })).toEqual([])
  expect(becomes({ kind: 'needs-input', need: 'auth', since: NOW })).toEqual([
    'fix flaky SettingsChangeDetector test: needs you, auth.',
  ])
  expect(becomes({ kind: 'needs-input', need: 'auth', since: NOW })).toEqual([])
  expect(becomes({ kind: 'working', since: NOW })).toEqual([])
  expect(becomes({ kind: 'idle', since: NOW }, 'output')).toEqual([])
  expect(becomes({ kind: 'working', since: NOW })).toEqual([])
  expect(becomes({ kind: 'idle', what: 'All green.', since: NOW })).toEqual([
    'fix flaky SettingsChangeDetector test: idle, All green.',
  ])
})

test('a new session is read out before it starts, changed in words, and started by a yes only', () => {
  const ear = new Ear([])
  expect(ear.hears('new')).toEqual(['New what? For example: new fix the flaky test'])
  ear.hears('new fix the flaky test')
  expect(ear.done.map((doing) => doing.do)).toEqual(['agents', 'conversations'])
  ear.said = []
  ear.dialogue.event({ type: 'agents', agents }, ear.now)
  expect(ear.said).toEqual([
    'New session: claude, in ~/src/shop. It is told: fix the flaky test.',
    'Say yes to start it, agent and a name, folder and a path, or leave.',
  ])
  expect(ear.hears('agent qodex')).toEqual(['There is no agent qodex. There are: claude, codex, gemini.'])
  expect(ear.hears('Agent codex')[0]).toContain('New session: codex, in ~/src/shop.') // as dictated
  expect(ear.hears('folder ~/src/cli')[0]).toContain('in ~/src/cli.')
  ear.done = []
  ear.hears('yes')
  expect(ear.done).toMatchObject([
    { do: 'start', params: { agent: 'codex', cwd: '/home/mo/src/cli', prompt: 'fix the flaky test' } },
  ])
  ear.said = []
  ear.dialogue.event({ type: 'refused', doing: '', says: 'there is no folder /home/mo/src/cli' }, ear.now)
  expect(ear.said).toEqual(['there is no folder /home/mo/src/cli'])
  expect(ear.hears('leave')).toEqual(['Not started.'])
})

test('a new session that is left, or whose agent is missing, does not start', () => {
  const ear = new Ear([])
  ear.hears('new tidy up')
  ear.dialogue.event({ type: 'agents', agents }, ear.now)
  expect(ear.hears('agent gemini')[0]).toContain(
    'gemini, which is not installed: npm install -g @google/gemini-cli',
  )
  ear.done = []
  expect(ear.hears('yes')[0]).toContain('gemini is not installed')
  expect(ear.hears('no')).toEqual(['Not started.'])
  expect(ear.hears('agent codex')).toEqual(['That is for a new session. Say new and what it should do.'])
  expect(ear.done).toEqual([])
})

test('help names the key that comes back out of a session as the config has it', () => {
  const said: string[] = []
  const place = { host: 'pi5', home: '/home/mo', cwd: '/home/mo', detachKeys: ['ctrl+o'] }
  const dialogue = new Dialogue({ now: NOW, place, say: (line) => said.push(line), act: () => {} })
  dialogue.line('help', NOW)
  expect(said.join()).toContain('attach and a number: go into a session; Control O comes back.')
})
