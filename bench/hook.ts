/**
 * What Roost's hooks cost an agent, by itself: `npm run build && node bench/hook.ts [rounds]`. The real Claude Code
 * runs one shell read after the other for a stand-in of its model, once in a session with our hooks and once as a
 * plain program in the same kind of host, without any hook, in turns. Measured is the time from the tool call that
 * the model sends to the tool's result that comes back to it.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { pathToFileURL } from 'node:url'
import { decide } from '../src/policy/decide.ts'
import { parseRule } from '../src/policy/rules.ts'
import { localGitConfig } from '../src/store/git-config.ts'
import { EVERYDAY } from '../test/policy/everyday.ts'
import { blocksFor, lastUserText, type ApiRequest, type Block } from '../test/real/support/script.ts'
import { place, type Place } from '../test/real/support/place.ts'

/** Tool calls of one turn. */
const CALLS = 30
/** The first ones load what later ones have in memory. */
const WARM = 5
/** A turn that takes longer waits for something, a prompt for one. */
const TURN_MS = 90_000
const SPAN_GOAL_MS = 15
const DECISION_GOAL_MS = 0.2

export type Figure = { name: string; value: number; unit: 'ms'; goal?: number; note?: string }

/** @returns medians in ms; `goal` is the most it may be. */
export async function hookCost(rounds = 4): Promise<Figure[]> {
  const spans: Record<Kind, number[]> = { hooked: [], bare: [] }
  let turn: Turn | undefined
  await using p = await place({
    blocksFor: (asked, id) => (turn && ofTheTurn(asked) ? turn.next(id) : blocksFor(asked, id)),
    // Both sides pass without a prompt by the agent's own rule as well.
    settings: { permissions: { allow: ['Bash(cat *)'] } },
  })
  writeFileSync(join(p.home.cwd, 'notes.txt'), 'one\n')
  for (let round = 0; round < rounds; round++)
    // The machine's mood changes over minutes: the two take turns, and who begins, too.
    for (const kind of round % 2 === 0 ? KINDS : KINDS.toReversed()) {
      turn = newTurn()
      const { id } = await START[kind](p)
      let took: readonly number[] | undefined
      void turn.done.then((spans) => (took = spans))
      spans[kind].push(...(await p.roost.until(`${CALLS} calls`, () => took, TURN_MS)).slice(WARM))
      await p.roost.roost(['stop', id])
    }
  const [hooked, bare] = [median(spans.hooked), median(spans.bare)]
  return [
    { name: 'tool call with hooks, p50', value: hooked, unit: 'ms', note: `${spans.hooked.length} calls` },
    { name: 'tool call without, p50', value: bare, unit: 'ms', note: `${spans.bare.length} calls` },
    { name: 'hooks cost a silent tool call', value: hooked - bare, unit: 'ms', goal: SPAN_GOAL_MS },
  ]
}

/** Of one decision, with rules and with a repository whose own config is looked at, as the daemon makes it. */
export function decisionCost(): Figure {
  const cwd = process.cwd()
  const env = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '/' }
  const context = { cwd, home: env.HOME, gitConfig: (folder: string) => localGitConfig(folder, env) }
  const rules = ['Bash(npm test)', 'Bash(git log *)', 'Edit(src/**)'].flatMap((text) => {
    const outcome = parseRule(text, { kind: 'allow', from: 'bench', root: cwd })
    return outcome.type === 'rule' ? [outcome.rule] : []
  })
  const times: number[] = []
  for (let round = 0; round < 5; round++)
    for (const command of EVERYDAY) {
      const from = performance.now()
      decide({ tool: 'Bash', input: { command } }, rules, 'balanced', context)
      times.push(performance.now() - from)
    }
  return {
    name: 'one decision, p50',
    value: median(times),
    unit: 'ms',
    goal: DECISION_GOAL_MS,
    note: `${EVERYDAY.length} everyday commands`,
  }
}

type Kind = 'hooked' | 'bare'
const KINDS: readonly Kind[] = ['hooked', 'bare']
const PROMPT = 'read it over and over'

const START: Record<Kind, (p: Place) => Promise<{ id: string }>> = {
  hooked: (p) => p.start(PROMPT),
  bare: (p) => p.start('-a', 'command', '--', 'claude', '--permission-mode', 'default', PROMPT),
}

const ofTheTurn = (asked: ApiRequest): boolean =>
  asked.tools?.some((tool) => tool.name === 'Bash') === true && lastUserText(asked).includes(PROMPT)

type Turn = { next(id: string): Block[]; done: Promise<number[]> }

/** One turn of the model: CALLS reads, each when the one before has come back. */
function newTurn(): Turn {
  const spans: number[] = []
  let sentAt = 0
  let sent = 0
  const { promise, resolve } = Promise.withResolvers<number[]>()
  return {
    done: promise,
    next(id) {
      if (sent > 0) spans.push(performance.now() - sentAt)
      if (sent === CALLS) {
        resolve(spans)
        return [{ type: 'text', text: 'Enough.' }]
      }
      sent += 1
      const input = { command: 'cat notes.txt', description: 'Read a name' }
      // Sent within the same tick.
      sentAt = performance.now()
      return [{ type: 'tool_use', id: `toolu_${id}_${sent}`, name: 'Bash', input }]
    },
  }
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? Number.NaN
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const figures = [decisionCost(), ...(await hookCost(Number(process.argv[2] ?? 4)))]
  for (const { name, value, unit, goal, note } of figures) {
    const verdict = goal === undefined ? '' : value <= goal ? `  ≤ ${goal}: met` : `  > ${goal}: MISSED`
    process.stdout.write(
      `${name.padEnd(34)} ${value.toFixed(2)} ${unit}${verdict}${note ? `  (${note})` : ''}\n`,
    )
  }
  process.exitCode = figures.some(({ value, goal }) => goal !== undefined && !(value <= goal)) ? 1 : 0
}
