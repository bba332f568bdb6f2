import { writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { answerRequest } from '../../src/daemon/answer.ts'
import { requestsOver } from '../../src/daemon/approvals.ts'
import type { Open } from '../../src/daemon/request.ts'
import type { Answer } from '../../src/protocol/request.ts'
import { SINCE } from '../agents/running.ts'
import { asking, dialogFor, opened } from './asking.ts'

const yes = { verdict: 'allow' } as const
const given = ({ request: { id, inputHash } }: Open, answer: Answer) => ({ id, inputHash, answer })
const says = (entries: { what: unknown }[]) => entries.map(({ what }) => JSON.stringify(what))

describe.concurrent('an answer by key', () => {
  test('that no dialog took leaves the request open, says where to answer it, and both are in the audit', async () => {
    using it = await asking(dialogFor('touch made.txt'))
    const { live, desk, screen, audit, told } = it
    const open = opened(live)
    await expect(answerRequest(desk, given(open, yes), 'cli')).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/is held: .*its dialog does not go.*roost attach 0a1b2c3d/),
    })
    expect(live.open).toEqual([open])
    expect(told).toEqual([])
    expect(audit()).toMatchObject([
      { who: 'cli', verdict: 'allow' },
      { who: 'roost', what: { says: expect.stringContaining('not answered') } },
    ])
    expect(audit()[1]).not.toHaveProperty('verdict')

    // The next one finds it where it was.
    screen.onTyped = () => void (screen.rows = ['nothing asks'])
    expect(await answerRequest(desk, given(open, yes), 'cli')).toMatchObject({ says: 'allowed by cli' })
    expect(live.open).toEqual([])
    expect(told).toMatchObject([{ event: 'request.closed' }])
  })

  test('whose agent ends meanwhile is no answer, and the request is gone', async () => {
    using it = await asking(dialogFor('touch made.txt'))
    const { live, lives, desk, screen, audit } = it
    const open = opened(live)
    screen.onTyped = () =>
      lives.happen(live, { type: 'ended', exit: { code: 1, at: SINCE + 1, generation: 1 } })
    await expect(answerRequest(desk, given(open, yes), 'cli')).rejects.toThrow('the agent has ended')
    expect(live.open).toEqual([])
    expect(says(audit()).at(-1)).toContain('whether it took the answer is not known')
  })

  test('that says no tells in the audit when its reason could not be typed', async ({ expect }) => {
    using it = await asking(dialogFor('touch made.txt'))
    const { live, lives, desk, screen, audit } = it
    const open = opened(live)
    screen.onTyped = () => {
      screen.rows = ['│ Do you trust the files in this folder? │']
      lives.happen(live, {
        type: 'learned',
        learned: { type: 'activity', source: 'hook', says: 'idle', activity: { kind: 'idle' } },
      })
    }
    const answer: Answer = { verdict: 'deny', message: 'use staging' }
    expect(await answerRequest(desk, given(open, answer), 'cli')).toMatchObject({ says: 'denied by cli' })
    await expect.poll(() => says(audit()).at(-1)).toContain('the agent was not told the reason')
  })
})

describe.concurrent('a request that the agent went on from', () => {
  const over = { type: 'requests-over', source: 'hook', says: 'AfterTool' } as const

  test.each([
    ['is said to be answered in its dialog', [], ['dialog']],
    ['that the daemon before has seen answered is no news in the audit', ['cli'], ['cli']],
  ])('%s', async (_, before, after) => {
    using it = await asking([])
    const { live, desk, audit, told } = it
    const { request } = opened(live)
    for (const who of before)
      desk.audit.append({
        at: SINCE,
        kind: 'request',
        session: live.session.id,
        who,
        what: { request: request.id },
        verdict: 'allow',
      })
    requestsOver({ ...desk, startedAt: SINCE + 1 }, live, over)
    expect(live.open).toEqual([])
    expect(told).toMatchObject([{ event: 'request.closed' }])
    expect(audit().map(({ who }) => who)).toEqual(after)
  })
})

describe.concurrent('a rule for always', () => {
  const always = { verdict: 'always' } as const

  test.each([
    ['is kept once the agent has its answer', true, ['Bash(npm test)']],
    ['is not kept when the agent no longer waits', false, []],
  ])('%s', async (_, delivered, kept) => {
    using it = await asking([], { kind: 'needs-input', need: 'permission' }, 'claude')
    const { live, desk, allowed } = it
    it.answers(delivered)
    const open = opened(live, 'npm test', 'h1', { rule: 'Bash(npm test)', where: 'config', by: 'roost' })
    const answered = answerRequest(desk, given(open, always), 'cli')
    if (delivered) expect(await answered).toMatchObject({ says: 'always allowed by cli' })
    else await expect(answered).rejects.toThrow('the agent no longer waits for it')
    expect(allowed()).toEqual(kept)
  })

  test('that cannot be kept is said, and the call was allowed once', async () => {
    using it = await asking([], { kind: 'needs-input', need: 'permission' }, 'claude')
    const { live, desk, audit } = it
    it.answers(true)
    writeFileSync(desk.paths.config, JSON.stringify({ folders: { '/work': { allow: 'all' } } }))
    const open = opened(live, 'npm test', 'h1', { rule: 'Bash(npm test)', where: 'config', by: 'roost' })
    const closed = await answerRequest(desk, given(open, always), 'cli')
    expect(closed.says).toMatch(/but only this once: the rule was not kept/)
    expect(says(audit()).at(-1)).toContain('allowed once: the rule Bash(npm test) was not kept')
  })
})
