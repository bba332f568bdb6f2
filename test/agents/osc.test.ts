import { expect, test } from 'vitest'
import { learnStatus } from '../../src/agents/osc.ts'
import type { Session } from '../../src/protocol/session.ts'
import { running } from './running.ts'

const hear = (
  params: Record<string, string>,
  session: Session = running({ kind: 'unknown', what: 'starting up' }),
) => learnStatus({ seq: 1, at: 1, type: 'status', params }, session)

test.each([
  [
    { state: 'working', msg: 'Running npm test' },
    { kind: 'working', what: 'Running npm test' },
  ],
  [{ state: 'idle' }, { kind: 'idle' }],
  [{ state: 'done' }, { kind: 'idle' }],
  [
    { state: 'error', msg: 'API Error: 400' },
    { kind: 'needs-input', need: 'input', what: 'API Error: 400' },
  ],
  [
    { state: 'blocked', kind: 'permission', msg: 'approve Bash: ls' },
    { kind: 'needs-input', need: 'permission', what: 'approve Bash: ls' },
  ],
  [
    { state: 'blocked', kind: 'permission', msg: 'approve plan' },
    { kind: 'needs-input', need: 'plan', what: 'approve plan' },
  ],
  [
    { state: 'blocked', kind: 'permission', msg: 'trust this folder' },
    { kind: 'needs-input', need: 'trust', what: 'trust this folder' },
  ],
  [
    { state: 'blocked', kind: 'question' },
    { kind: 'needs-input', need: 'question' },
  ],
  [
    { state: 'blocked', kind: 'auth' },
    { kind: 'needs-input', need: 'auth' },
  ],
  [{ state: 'blocked' }, { kind: 'needs-input', need: 'input' }],
])('%j', (params, activity) => {
  expect(hear(params)).toMatchObject([{ type: 'activity', source: 'osc', activity }])
})

test('an error without words does not hide why the turn failed', () => {
  expect(hear({ state: 'error' })).toMatchObject([{ activity: { what: 'it reports an error' } }])
  expect(hear({ state: 'error' }, running({ kind: 'needs-input', need: 'auth', what: 'log in' }))).toEqual([])
  const asked = running({ kind: 'needs-input', need: 'permission', what: 'approve Bash: ls' })
  expect(hear({ state: 'error' }, asked)).toMatchObject([{ activity: { need: 'input' } }])
})

test.each([[{ state: 'clear' }], [{ state: 'working', id: 'sub1' }], [{ state: 'dancing' }], [{}]])(
  '%j says nothing',
  (params) => {
    expect(hear(params)).toEqual([])
  },
)

test('going on after a dialog that was shown means that it was answered there', () => {
  const shown = running({ kind: 'needs-input', need: 'permission', what: 'approve Bash: ls' })
  expect(hear({ state: 'working' }, shown)[0]).toMatchObject({
    type: 'requests-over',
    shown: 'approve Bash: ls',
  })
  expect(hear({ state: 'idle' }, shown)[0]).toMatchObject({
    type: 'requests-over',
    shown: 'approve Bash: ls',
  })
})

test('another dialog in the place of one that was shown means that the first was answered there', () => {
  const shown = running({ kind: 'needs-input', need: 'permission', what: 'approve Bash: touch a' })
  const blocked = (msg: string) => hear({ state: 'blocked', kind: 'permission', msg }, shown)
  expect(blocked('approve Bash: touch b')[0]).toMatchObject({
    type: 'requests-over',
    shown: 'approve Bash: touch a',
  })
  expect(blocked('approve Bash: touch a').map(({ type }) => type)).toEqual(['activity'])
  expect(blocked('log in').map(({ type }) => type)).toEqual(['activity'])
})

test('a request known by its hook alone has no dialog yet: going on says nothing of it', () => {
  const held = running({ kind: 'needs-input', need: 'permission', what: 'Bash: ls' })
  expect(hear({ state: 'working' }, held).map(({ type }) => type)).toEqual(['activity'])
})

test('a tool that a hook named keeps its name', () => {
  const working = running({ kind: 'working', what: 'Bash: npm test' })
  expect(hear({ state: 'working', msg: 'Running the tests' }, working)).toMatchObject([
    { activity: { kind: 'working' } },
  ])
  expect(hear({ state: 'working', msg: 'Running the tests' }, working)[0]).not.toHaveProperty('activity.what')
})
