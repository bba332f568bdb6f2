import * as v from 'valibot'
import { DETACH_KEYS } from '../protocol/host.ts'
import type { Price } from '../protocol/usage.ts'
import type { ThemeSetting } from '../protocol/theme.ts'
import type { ConfigAgents } from './agents-config.ts'
import { NOTIFY_ALLOWED, notifyDefaults, notifySchema, type NotifyConfig } from './config-notify.ts'
import { themeAllowed, themeSchema } from './config-theme.ts'

/** What a person may set, in `config.json`. docs/config.md is the long form. */
export type Config = {
  /** Keys that leave an attached session, any of them: `ctrl+` and a letter or one of `\ ] ^ _`. */
  detachKeys: string[]
  /** An idle session that is not pinned is stopped after this long; 0 = never. */
  idleStopMinutes: number
  agents: ConfigAgents
  theme: ThemeSetting
  /** `ascii` where the font or the locale has no more. */
  glyphs: 'auto' | 'unicode' | 'ascii'
  /** Action → key, laid over the view's own key table. */
  keys: Record<string, string | string[]>
  /** The view says sentences instead of drawing a screen. */
  screenReader: boolean
  /** Whether the view reads the mouse. */
  mouse: boolean
  /** Which sessions that ran when the machine went down are resumed by themselves. */
  resumeAfterReboot: 'pinned' | 'all' | 'none'
  /** How much passes unasked; docs/permissions.md. */
  profile: ConfigProfile
  /** Memory one session may use, where sessions run in systemd scopes (linger on): `2G`, `40%`. */
  memoryMax: string | undefined
  /** Model → what it costs, over and beside the built-in list. */
  prices: Record<string, Price>
  /** How worktrees of sessions are made; docs/agents.md. */
  worktree: ConfigWorktree
  /** Who is told what, and when not. */
  notify: NotifyConfig
  /** Permission rules that hold everywhere, in the agent's own syntax. */
  rules: ConfigRules
  /** Absolute folder → what holds in it and below. */
  folders: Record<string, ConfigFolder>
}

export type ConfigProfile = 'careful' | 'balanced' | 'hands-off'
export type ConfigFolder = ConfigRules & {
  profile?: ConfigProfile
  /** Started there when none is named. */
  agent?: string
  /** Instead of the general one. */
  worktree?: ConfigWorktree
}
export type ConfigWorktree = {
  /** Absolute; worktrees are made in it. Absent: `<repository>.worktrees` beside the repository. */
  folder?: string
  /** Patterns of files git does not know that come along, relative to the repository. */
  carry?: string[]
  /** Shell command that makes it ready; it runs in the session before the agent. */
  setup?: string
}
export type ConfigRules = { allow?: string[]; ask?: string[]; deny?: string[] }

const rate = v.pipe(v.number(), v.finite(), v.minValue(0))
const priceSchema = v.object({
  input: rate,
  output: rate,
  cacheRead: v.exactOptional(rate),
  cacheWrite: v.exactOptional(rate),
  cacheWrite1h: v.exactOptional(rate),
  window: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1))),
})

type Setting<T> = {
  schema: v.GenericSchema<unknown, T>
  allowed: string | ((value: unknown) => string)
  otherwise: () => T
}

const profileSchema = v.picklist(['careful', 'balanced', 'hands-off'])
const ruleLists = {
  allow: v.exactOptional(v.array(v.string())),
  ask: v.exactOptional(v.array(v.string())),
  deny: v.exactOptional(v.array(v.string())),
}

const inside = (pattern: string): boolean => !pattern.startsWith('/') && !pattern.split('/').includes('..')
const worktreeSchema = v.strictObject({
  folder: v.exactOptional(v.pipe(v.string(), v.startsWith('/'))),
  carry: v.exactOptional(v.array(v.pipe(v.string(), v.nonEmpty(), v.check(inside)))),
  setup: v.exactOptional(v.pipe(v.string(), v.nonEmpty())),
})
const WORKTREE_ALLOWED =
  'an object such as {"folder": "/home/me/trees", "carry": [".env.local"], "setup": "npm ci"}; carried files lie in the repository'

/** `agents` is read apart: one wrong description must not take the others with it. */
export const settings: { [K in Exclude<keyof Config, 'agents'>]: Setting<Config[K]> } = {
  detachKeys: {
    schema: v.pipe(v.array(v.pipe(v.string(), v.regex(/^ctrl\+[a-z\\\]^_]$/))), v.minLength(1)),
    allowed: 'a list of at least one key such as "ctrl+q": ctrl+ and a letter or one of \\ ] ^ _',
    otherwise: () => [...DETACH_KEYS],
  },
  idleStopMinutes: {
    schema: v.pipe(v.number(), v.finite(), v.minValue(0)),
    allowed: 'minutes as a number, 0 for never',
    otherwise: () => 60,
  },
  theme: {
    schema: themeSchema,
    allowed: themeAllowed,
    otherwise: () => 'auto',
  },
  glyphs: {
    schema: v.picklist(['auto', 'unicode', 'ascii']),
    allowed: 'auto, unicode or ascii',
    otherwise: () => 'auto',
  },
  keys: {
    schema: v.record(v.string(), v.union([v.string(), v.array(v.string())])),
    allowed: 'an object of action and keys such as {"list.pin": ["t", "ctrl+t"]}',
    otherwise: () => ({}),
  },
  screenReader: { schema: v.boolean(), allowed: 'true or false', otherwise: () => false },
  mouse: { schema: v.boolean(), allowed: 'true or false', otherwise: () => false },
  resumeAfterReboot: {
    schema: v.picklist(['pinned', 'all', 'none']),
    allowed: 'pinned, all or none',
    otherwise: () => 'pinned',
  },
  profile: {
    schema: profileSchema,
    allowed: 'careful, balanced or hands-off',
    otherwise: () => 'balanced',
  },
  memoryMax: {
    // As systemd.resource-control(5) has it.
    schema: v.pipe(v.string(), v.regex(/^([1-9]\d*(\.\d+)?[KMGT]?|[1-9]\d?(\.\d+)?%)$/)),
    allowed: 'a size such as "2G", or a share of the memory such as "40%"',
    otherwise: () => undefined,
  },
  notify: {
    schema: notifySchema,
    allowed: NOTIFY_ALLOWED,
    otherwise: notifyDefaults,
  },
  prices: {
    schema: v.record(v.string(), priceSchema),
    allowed:
      'an object of model and US dollars per million tokens such as {"my-model": {"input": 2, "output": 10}}',
    otherwise: () => ({}),
  },
  worktree: {
    schema: worktreeSchema,
    allowed: WORKTREE_ALLOWED,
    otherwise: () => ({}),
  },
  rules: {
    schema: v.object(ruleLists),
    allowed: 'an object such as {"allow": ["Bash(npm test)"], "deny": []}',
    otherwise: () => ({}),
  },
  folders: {
    schema: v.record(
      v.pipe(v.string(), v.startsWith('/')),
      v.object({
        ...ruleLists,
        profile: v.exactOptional(profileSchema),
        agent: v.exactOptional(v.pipe(v.string(), v.nonEmpty())),
        worktree: v.exactOptional(worktreeSchema),
      }),
    ),
    allowed: 'an object of absolute folder and {"agent", "worktree", "profile", "allow", "ask", "deny"}',
    otherwise: () => ({}),
  },
}
