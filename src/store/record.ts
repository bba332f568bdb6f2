import * as v from 'valibot'
import type { Need, Session, SignalSource } from '../protocol/session.ts'
import { faultOf } from './fault.ts'

/**
 * Shapes of what we write. Read leniently: unknown fields are kept and written back, and what only tells or
 * decorates falls back to a plain value, so that a record of a somewhat newer Roost is not lost to an older one.
 */

/** Of state.json and roster.json. A larger number means that this code must not touch the file. */
export const RECORD_VERSION = 1

const text = v.string()
const time = v.pipe(v.number(), v.finite())
const whole = v.pipe(v.number(), v.integer(), v.minValue(0))

export const IdentitySchema = v.looseObject({ pid: whole, start: text, boot: text })

const sources = [
  'osc',
  'hook',
  'registry',
  'transcript',
  'title',
  'screen',
  'output',
  'process',
  'person',
  'roost',
]
const needs = ['permission', 'question', 'plan', 'trust', 'auth', 'dialog', 'input']
const isSource = (value: unknown): value is SignalSource => sources.some((s) => s === value)
const isNeed = (value: unknown): value is Need => needs.some((n) => n === value)

const what = v.exactOptional(text)
const ActivitySchema = v.fallback(
  v.variant('kind', [
    v.looseObject({ kind: v.literal('working'), what, since: time }),
    v.looseObject({
      kind: v.literal('needs-input'),
      need: v.fallback(v.custom<Need>(isNeed), 'input'),
      what,
      since: time,
    }),
    v.looseObject({ kind: v.literal('idle'), what, since: time }),
    v.looseObject({ kind: v.literal('unknown'), what: text, since: time }),
  ]),
  () => ({ kind: 'unknown' as const, what: 'its record could not be read', since: Date.now() }),
)

const StopWhySchema = v.picklist(['user', 'evict', 'respawn'])
const holder = { host: IdentitySchema, agentPid: whole }
const LifeSchema = v.variant('status', [
  v.looseObject({ status: v.literal('starting'), since: time }),
  v.looseObject({ status: v.literal('running'), since: time, ...holder, activity: ActivitySchema }),
  v.looseObject({ status: v.literal('stopping'), since: time, ...holder, why: StopWhySchema }),
  v.looseObject({ status: v.literal('stopped'), since: time, why: StopWhySchema }),
  v.looseObject({
    status: v.literal('exited'),
    since: time,
    code: v.pipe(v.number(), v.integer()),
    signal: v.exactOptional(text),
    said: v.exactOptional(text),
  }),
  v.looseObject({ status: v.literal('failed'), since: time, why: text }),
  v.looseObject({ status: v.literal('lost'), since: time, why: text }),
])

const SignalSchema = v.looseObject({ source: v.custom<SignalSource>(isSource), at: time, says: text })

const count = v.fallback(v.number(), 0)
const tokens = {
  input: count,
  output: count,
  cacheRead: count,
  cacheWrite: count,
  cacheWrite1h: v.exactOptional(count),
}
/** Tokens by model, as protocol/usage.ts has them. */
export const ModelsSchema = v.record(
  text,
  v.looseObject({
    ...tokens,
    long: v.exactOptional(v.looseObject(tokens)),
    costUsd: v.exactOptional(v.number()),
  }),
)
const QuotaSchema = v.looseObject({
  minutes: v.number(),
  used: v.number(),
  resetsAt: v.exactOptional(v.number()),
  at: time,
})
const UsageSchema = v.looseObject({
  models: ModelsSchema,
  contextTokens: v.exactOptional(v.number()),
  contextWindow: v.exactOptional(v.number()),
  model: v.exactOptional(text),
  costUsd: v.exactOptional(v.number()),
  reported: v.exactOptional(v.looseObject({ usd: v.number(), models: ModelsSchema })),
  quota: v.exactOptional(v.array(QuotaSchema)),
})

const rule = v.exactOptional(v.array(text))
const RulesSchema = v.object({ allow: rule, ask: rule, deny: rule })

const WorktreeSchema = v.object({
  root: text,
  path: text,
  branch: text,
  made: v.exactOptional(v.literal(true)),
  carried: v.exactOptional(v.array(text)),
})

const SessionSchema = v.looseObject({
  id: v.pipe(text, v.regex(/^[0-9a-f]{8}$/)),
  agent: text,
  name: v.fallback(text, ''),
  title: v.fallback(text, ''),
  cwd: text,
  pinned: v.fallback(v.boolean(), false),
  createdAt: time,
  args: v.array(text),
  prompt: v.fallback(text, ''),
  resumeId: v.exactOptional(text),
  transcript: v.exactOptional(text),
  umask: v.exactOptional(v.fallback(whole, 0o022)),
  worktree: v.exactOptional(WorktreeSchema),
  rules: v.exactOptional(v.fallback(RulesSchema, {})),
  paused: v.exactOptional(v.fallback(v.boolean(), false)),
  respawn: v.exactOptional(v.fallback(v.picklist(['never', 'on-failure', 'always']), 'never')),
  channelTold: v.exactOptional(v.fallback(v.boolean(), false)),
  deaths: v.exactOptional(v.fallback(v.array(v.number()), [])),
  generation: whole,
  life: LifeSchema,
  signals: v.fallback(
    v.pipe(
      v.array(v.unknown()),
      v.transform((signals) => signals.filter((signal) => v.is(SignalSchema, signal))),
    ),
    [],
  ),
  usage: v.exactOptional(v.unknown()),
})

/** The session in a parsed state.json without its `version`, or why it is none. */
export function parseSession(value: unknown): Session | { wrong: string } {
  const parsed = v.safeParse(SessionSchema, value)
  if (!parsed.success) return { wrong: firstIssue(parsed.issues) }
  const { version: _, usage, ...session } = parsed.output
  // Unreadable usage is counted again from the transcript; it must not cost the session.
  const counted = v.safeParse(UsageSchema, usage)
  return counted.success ? { ...session, usage: counted.output } : session
}

const VersionSchema = v.looseObject({ version: whole })

/** Version a parsed file says it has; undefined when it says none. */
export function versionOf(value: unknown): number | undefined {
  const parsed = v.safeParse(VersionSchema, value)
  return parsed.success ? parsed.output.version : undefined
}

/** Where and what, of the first thing that does not fit: `life.status is missing`. */
export function firstIssue(issues: readonly v.BaseIssue<unknown>[]): string {
  const [issue] = issues
  if (issue === undefined) return 'it does not fit'
  const where = v.getDotPath(issue)
  return `${where ?? 'it'} ${faultOf(issue)}`
}
