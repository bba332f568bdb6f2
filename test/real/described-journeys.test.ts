import { readFileSync, writeFileSync } from 'node:fs'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SendResult } from '../../src/protocol/control.ts'
import { readAgents } from '../../src/store/agents-config.ts'
import { product, type Product, type Row } from '../helpers/product.ts'
import { repl } from '../helpers/repl.ts'

// `npm run agent:check NAME` names an agent of a person's config; else a small REPL is what is described.
const {
  AGENT_CHECK: name = 'repl',
  AGENT_CHECK_CONFIG: config,
  AGENT_CHECK_PROMPT: prompt = 'say hello',
  AGENT_CHECK_FOLDER: folder,
} = process.env
const problems: string[] = []
const written = config === undefined ? { custom: { repl } } : agentsIn(readFileSync(config, 'utf8'))
const definition = readAgents(written, config ?? 'the test', problems).custom[name]
if (!definition) throw new Error(`${config} describes no agent "${name}"; ${problems.join('; ')}`)
const goesOn = definition.resume !== undefined
const hasId = definition.session !== undefined || definition.transcript?.id !== undefined
const hasRules = (definition.states ?? []).length > 0

function agentsIn(text: string): unknown {
  return v.parse(v.looseObject({ agents: v.unknown() }), JSON.parse(text)).agents
}

describe(`${name}, described in a config`, () => {
  let roost: Product
  let id = ''
  let first: Row
  beforeAll(async () => {
    // A person's own agent needs the home it is logged in from.
    roost = await product(config === undefined ? {} : { HOME: process.env.HOME ?? '/' })
    writeFileSync(roost.paths.config, JSON.stringify({ agents: written }))
  })
  afterAll(() => roost[Symbol.asyncDispose]())
  const idle = () => roost.seen(id, 'it to be idle', ({ state }) => state === 'idle')
  const because = async () => (await roost.roost(['explain', id])).stdout

  test('starts with a prompt in the background and becomes idle', async () => {
    ;({ id } = await roost.json<Row>([
      'run',
      '--json',
      '-a',
      name,
      ...(folder ? ['-C', folder] : []),
      ...(prompt === '' ? [] : [prompt]),
    ]))
    first = await idle()
    expect(first.agent).toBe(name)
  })
  test.runIf(hasRules)('its state is told by a rule of its description', async () => {
    await roost.until('a rule', async () => new RegExp(`rule \\d+ of ${name}: `).test(await because()))
  })
  test.runIf(hasId)('its conversation is known', async () => {
    first = await roost.seen(id, 'its conversation', ({ resumeId }) => resumeId !== null)
  })
  // With an empty prompt: a build watch and the like take no lines.
  test.runIf(prompt !== '')('takes a line that a script sends, and becomes idle again', async () => {
    // Some show for a moment that they are ready before they take the first prompt.
    const { since: before } = await roost.seen(
      id,
      'it to be idle for a second',
      ({ state, since }) => state === 'idle' && Date.now() - since > 1000,
    )
    const sent = await roost.json<SendResult>(['send', '--json', id, prompt])
    expect(['submitted', 'held'], sent.says).toContain(sent.outcome)
    await roost.seen(id, 'it to be idle again', ({ state, since }) => state === 'idle' && since > before)
  })
  test('ends when it is stopped, and does not come back by itself', async () => {
    expect(await roost.roost(['stop', id])).toMatchObject({ code: 0 })
    expect(await roost.row(id)).toMatchObject({ state: 'stopped', agentPid: null })
  })
  test(`brought back, it ${goesOn ? 'goes on with the same conversation' : 'starts anew'}`, back)
  test(`killed with -9 and brought back, it ${goesOn ? 'goes on' : 'starts anew'}`, async () => {
    process.kill((await roost.row(id)).agentPid ?? 0, 'SIGKILL')
    await roost.seen(id, 'its end', ({ agentPid }) => agentPid === null)
    await back()
  })

  async function back(): Promise<void> {
    await roost.json(['resume', '--json', id])
    const row = await idle()
    if (goesOn && hasId) expect(row.resumeId).toBe(first.resumeId)
  }
})
