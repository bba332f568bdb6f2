import { expect, test } from 'vitest'
import { claudeRegistry } from '../../../src/agents/claude/registry.ts'
import type { Session } from '../../../src/protocol/session.ts'
import { running, SINCE } from '../running.ts'

const entry = { pid: 41, sessionId: 'c1', startedAt: SINCE, name: 'proj-27', nameSource: 'derived' }
const hear = (
  fields: object,
  session: Session = running({ kind: 'unknown', what: 'starting up' }),
  name = '41.json',
) => claudeRegistry.learn({ name, text: JSON.stringify({ ...entry, ...fields }) }, session)

test('the folder follows the configured home', () => {
  expect(claudeRegistry.folder({ HOME: '/h' })).toBe('/h/.claude/sessions')
  expect(claudeRegistry.folder({ HOME: '/h', CLAUDE_CONFIG_DIR: '/c' })).toBe('/c/sessions')
})

test.each([
  [{ status: 'busy' }, { kind: 'working' }],
  [{ status: 'idle' }, { kind: 'idle' }],
  [
    { status: 'waiting', waitingFor: 'permission prompt' },
    { kind: 'needs-input', need: 'permission', what: 'permission prompt' },
  ],
  [
    { status: 'waiting', waitingFor: 'input needed' },
    { kind: 'needs-input', need: 'question', what: 'input needed' },
  ],
  [
    { status: 'waiting', waitingFor: 'dialog open' },
    { kind: 'needs-input', need: 'dialog', what: 'dialog open' },
  ],
])('%j', (fields, activity) => {
  expect(hear(fields)).toMatchObject([{ type: 'activity', source: 'registry', activity }])
})

test('once the agent reports itself by OSC 7501, the coarser word of the file does not count', () => {
  const told = running(
    { kind: 'needs-input', need: 'auth', what: 'Please run /login' },
    { signals: [{ source: 'osc', at: 1, says: 'blocked auth' }] },
  )
  expect(hear({ status: 'idle' }, told)).toEqual([])
})

test('it does not take back what a hook knows better', () => {
  const asking = running({ kind: 'needs-input', need: 'plan', what: 'ExitPlanMode' })
  expect(hear({ status: 'waiting', waitingFor: 'permission prompt' }, asking)).toEqual([])
})

test('another conversation and a given name are learned', () => {
  expect(hear({ sessionId: 'c2', name: 'fix x', nameSource: 'user' })).toEqual([
    { type: 'conversation', source: 'registry', says: 'conversation c2', resumeId: 'c2' },
    { type: 'title', source: 'registry', says: 'name fix x', title: 'fix x' },
  ])
})

test('the conversation tells it even when a wrapper stands between', () => {
  expect(hear({ pid: 99, status: 'idle' })).toHaveLength(1)
})

test.each([
  ['another process', { pid: 99, sessionId: 'c7' }, '99.json'],
  ['what an earlier process with this pid left behind', { startedAt: SINCE - 60_000 }, '41.json'],
  ['what a killed process of this conversation left behind', { pid: 7, startedAt: SINCE - 60_000 }, '7.json'],
  ['a key file', {}, '41.c6eb.key'],
])('%s says nothing', (_, fields, name) => {
  expect(hear({ status: 'waiting', ...fields }, running({ kind: 'idle' }), name)).toEqual([])
})

test('a file that is gone says nothing: the process does', () => {
  expect(claudeRegistry.learn({ name: '41.json', text: undefined }, running({ kind: 'idle' }))).toEqual([])
})
