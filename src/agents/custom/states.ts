import type { StateRule } from '../../protocol/agent-definition.ts'
import { cleanLine } from '../../protocol/clean.ts'
import type { HostEvent } from '../../protocol/host.ts'
import type { Session, SignalSource } from '../../protocol/session.ts'
import type { Learned } from '../agent.ts'
import { learnCommand } from '../command.ts'
import { learnStatus } from '../osc.ts'

/** Of a line, this much is looked at: what a person's pattern costs stays bounded, characters. */
const LINE_CHARS = 400

type Compiled = { pattern: RegExp; rule: StateRule; named: string }
/** A person's rules by what they look at, in their order. */
export type States = {
  title: Compiled[]
  osc: Compiled[]
  screen: Compiled[]
  sources: readonly SignalSource[]
}

/** @throws never for rules that came through the config: their patterns compile. */
export function compileStates(agent: string, rules: readonly StateRule[]): States {
  const all = rules.map((rule, n) => ({
    rule,
    named: `rule ${n + 1} of ${agent}`,
    pattern: new RegExp('title' in rule ? rule.title : 'osc' in rule ? rule.osc : rule.screen, 'u'),
  }))
  const title = all.filter(({ rule }) => 'title' in rule)
  const osc = all.filter(({ rule }) => 'osc' in rule)
  const screen = all.filter(({ rule }) => 'screen' in rule)
  return {
    title,
    osc,
    screen,
    sources: [
      'osc',
      ...(title.length > 0 ? (['title'] as const) : []),
      screen.length > 0 ? 'screen' : 'output',
    ],
  }
}

/**
 * What an event says by the person's rules. OSC 7501 is understood without any. Where no rule looks at title or
 * screen, printing means working, as for a plain command.
 */
export function learnCustom(states: States, event: HostEvent, session: Session): Learned[] {
  switch (event.type) {
    case 'status': {
      const params = Object.entries(event.params).map(([name, value]) => `${name}=${value}`)
      const said = saidBy(states.osc, [params.join(':')], 'osc')
      return said.length > 0 ? said : learnStatus(event, session)
    }
    case 'title': {
      const said = saidBy(states.title, [event.title], 'title')
      // One that tells the state is no name for the row, but for what its pattern says is one.
      return said.length === 0
        ? learnCommand(event, session)
        : [...said, ...learnCommand({ ...event, title: nameIn(states.title, event.title) }, session)]
    }
    case 'output':
      return learnOutput(states, event.active, session)
    default:
      return []
  }
}

function learnOutput(states: States, active: boolean, session: Session): Learned[] {
  if (states.screen.length === 0)
    return states.title.length > 0 ? [] : learnCommand({ seq: 0, at: 0, type: 'output', active }, session)
  // At a pause the screen is read, and says it better.
  if (!active || (states.title.length > 0 && !waits(session))) return []
  return [{ type: 'activity', source: 'screen', says: 'prints again', activity: { kind: 'working' } }]
}

/** The screen at a pause of the output. Without a match an agent that prints nothing is idle. */
export function readCustomScreen(states: States, rows: string[], session: Session): Learned[] {
  const said = saidBy(states.screen, rows, 'screen')
  if (said.length > 0 || (states.title.length > 0 && !waits(session))) return said
  return [
    {
      type: 'activity',
      source: 'screen',
      says: 'prints nothing, and no rule matches its screen',
      activity: { kind: 'idle' },
    },
  ]
}

const waits = ({ life }: Session): boolean =>
  life.status === 'running' && life.activity.kind === 'needs-input'

/** What the first rule that matches captures as `(?<name>…)`. */
const nameIn = (rules: Compiled[], title: string): string =>
  rules
    .map(({ pattern }) => pattern.exec(title.slice(0, LINE_CHARS)))
    .find((match) => match !== null)
    ?.groups?.name?.trim() ?? ''

function saidBy(rules: Compiled[], lines: string[], source: 'title' | 'osc' | 'screen'): Learned[] {
  for (const { rule, pattern, named } of rules) {
    const line = lines.findLast((text) => pattern.test(text.slice(0, LINE_CHARS)))
    if (line === undefined) continue
    const seen = cleanLine(line.trim(), 80)
    const what = { what: rule.what ?? seen }
    return [
      {
        type: 'activity',
        source,
        says: `${named}: ${source} shows "${seen}"`,
        activity:
          rule.state === 'needs-input'
            ? { kind: rule.state, need: rule.need ?? 'input', ...what }
            : { kind: rule.state, ...(rule.what !== undefined && what) },
      },
    ]
  }
  return []
}
