import * as v from 'valibot'
import { cleanLine } from '../protocol/clean.ts'
import type { Method } from '../protocol/control.ts'

/** What clients send is parsed once, here; inside the daemon the types are trusted. */
const id = v.pipe(v.string(), v.regex(/^[0-9a-f]{8}$/, 'must be the 8 hex digits of a session'))
const size = v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2000)))
const env = v.record(v.string(), v.string())
const name = v.pipe(
  v.string(),
  v.maxLength(200, 'must not be longer than 200 characters'),
  v.check(
    (text) => text === '' || cleanLine(text) !== '',
    'must have a character that can be shown; leave it empty for the title of the conversation',
  ),
)
const ruleList = v.exactOptional(v.array(v.string()))
const none = v.object({})

const answer = v.variant('verdict', [
  v.object({ verdict: v.literal('allow'), input: v.optional(v.record(v.string(), v.unknown())) }),
  v.object({ verdict: v.literal('always'), rule: v.optional(v.string()) }),
  v.object({
    verdict: v.literal('deny'),
    message: v.optional(v.string()),
    interrupt: v.optional(v.boolean()),
  }),
  v.object({ verdict: v.literal('answers'), answers: v.record(v.string(), v.string()) }),
])

export const schemas = {
  hello: v.object({
    protocol: v.object({ major: v.number(), minor: v.number() }),
    build: v.string(),
    client: v.pipe(v.string(), v.maxLength(60)),
  }),
  'session.start': v.object({
    agent: v.string(),
    name: v.optional(name),
    cwd: v.pipe(v.string(), v.startsWith('/', 'must be an absolute path')),
    prompt: v.optional(v.string()),
    args: v.array(v.string()),
    pinned: v.boolean(),
    worktree: v.optional(v.object({ branch: v.pipe(v.string(), v.maxLength(200)) })),
    env,
    umask: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0o777))),
    cols: size,
    rows: size,
  }),
  'session.list': none,
  'session.watch': none,
  'conversation.list': v.object({
    env,
    limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000)),
    begins: v.optional(v.string()),
  }),
  'session.adopt': v.object({
    agent: v.string(),
    resumeId: v.pipe(v.string(), v.minLength(1)),
    name: v.optional(name),
    pinned: v.boolean(),
    env,
    cols: size,
    rows: size,
  }),
  'session.stop': v.object({ id }),
  'session.resume': v.object({ id, cols: size, rows: size }),
  'session.respawn': v.object({ id, when: v.optional(v.picklist(['now', 'idle'])) }),
  'session.remove': v.object({ id, worktree: v.optional(v.boolean()), forever: v.optional(v.boolean()) }),
  'session.removed': none,
  'session.restore': v.object({ id }),
  'session.pin': v.object({ id, pinned: v.boolean() }),
  'session.pause': v.object({ id, paused: v.boolean() }),
  'session.rules': v.object({ id, rules: v.object({ allow: ruleList, ask: ruleList, deny: ruleList }) }),
  'session.rename': v.object({ id, name }),
  'session.channel-told': v.object({ id }),
  'session.send': v.object({ id, text: v.pipe(v.string(), v.minLength(1), v.maxLength(1_000_000)) }),
  'session.explain': v.object({ id }),
  'session.messages': v.object({
    id,
    limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)),
  }),
  'session.search': v.object({
    text: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
    cursor: v.exactOptional(
      v.object({
        left: v.pipe(v.array(id), v.maxLength(10_000)),
        file: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(9)),
        from: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0))),
        spent: v.pipe(v.number(), v.integer(), v.minValue(0)),
      }),
    ),
  }),
  'request.list': none,
  'request.answer': v.object({ id: v.string(), inputHash: v.string(), answer }),
  'stats.get': v.object({ span: v.picklist(['today', 'week']) }),
  'audit.list': v.object({
    limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(500)),
    session: v.exactOptional(id),
    denied: v.exactOptional(v.boolean()),
    request: v.exactOptional(v.pipe(v.string(), v.regex(/^[0-9a-f]{4,6}$/, 'must be 4 to 6 hex digits'))),
  }),
  'request.rule': v.object({ id: v.string(), rule: v.pipe(v.string(), v.maxLength(20_000)) }),
  'agent.list': v.object({ env }),
  'demo.start': v.object({ env }),
  'view.looking': v.object({ session: v.exactOptional(v.string()) }),
  'notify.test': none,
  'daemon.status': none,
  'daemon.stop': none,
} satisfies Record<Method, v.GenericSchema>
