import { expect, test } from 'vitest'
import { emptyDigest } from '../../src/agents/agent.ts'
import { learnedFrom } from '../../src/daemon/follow.ts'
import { running } from '../agents/running.ts'

const digest = { ...emptyDigest(), title: 'Fix the tests', lastText: 'All of them pass.' }

test('an idle agent that said nothing more shows its last words from the conversation', () => {
  expect(learnedFrom(digest, running({ kind: 'idle' }))).toEqual([
    { type: 'title', source: 'transcript', says: 'title Fix the tests', title: 'Fix the tests' },
    {
      type: 'activity',
      source: 'transcript',
      says: 'its last words',
      activity: { kind: 'idle', what: 'All of them pass.' },
    },
  ])
})

test('what it says itself stands, and while it works its last words are old', () => {
  for (const activity of [{ kind: 'idle', what: 'Done.' }, { kind: 'working' }] as const)
    expect(learnedFrom(digest, running(activity)).map(({ type }) => type)).toEqual(['title'])
  expect(learnedFrom(emptyDigest(), running({ kind: 'idle' }))).toEqual([])
})
