import type { AgentInfo, Conversation } from '../../src/protocol/control.ts'
import type { Peek } from '../../src/protocol/host.ts'
import type { Request } from '../../src/protocol/request.ts'
import type { Life, SessionView } from '../../src/protocol/session.ts'
import type { Stats, StatsSpan } from '../../src/protocol/stats.ts'
import type { Spent } from '../../src/protocol/usage.ts'
import { initial, reduce } from '../../src/ui/model.ts'
import { ARM_MS, screenKey } from '../../src/ui/model/arming.ts'
import type { Effect, Event } from '../../src/ui/model/events.ts'
import type { State } from '../../src/ui/model/state.ts'

/** The hour of all tests. */
export const NOW = Date.UTC(2026, 10, 21, 9, 0)
export const MINUTE = 60_000
const HOUR = 60 * MINUTE
const host = { pid: 48_213, start: '1', boot: 'b' }

type Doing = (Life & { status: 'running' })['activity']
export const running = (activity: Doing): Life => ({
  status: 'running',
  since: NOW - 60 * MINUTE,
  host,
  agentPid: 48_214,
  activity,
})

let made = 0
export function session(over: Partial<SessionView> & Pick<SessionView, 'life'>): SessionView {
  made++
  return {
    id: `${made.toString(16).padStart(4, '0')}aaaa`,
    agent: 'claude',
    name: '',
    title: '',
    cwd: '/home/mo/src/shop',
    pinned: false,
    createdAt: NOW - 200 * MINUTE + made,
    prompt: '',
    attached: 0,
    requests: [],
    hostSocket: '/run/roost/x.sock',
    ...over,
  }
}

export function request(over: Partial<Request> = {}): Request {
  return {
    id: 'a1b2c3',
    session: '7c5daaaa',
    kind: 'permission',
    tool: 'Bash',
    input: { command: 'npm test', description: 'Run the tests' },
    inputHash: 'f00d',
    cwd: '/home/mo/src/shop',
    since: NOW - 2 * MINUTE,
    risk: 'low',
    reasons: [],
    always: { rule: 'Bash(npm test:*)', where: '.claude/settings.local.json' },
    ...over,
  }
}

export const risky = request({
  id: 'bad001',
  tool: 'Bash',
  input: {
    command: 'psql -f migrate.sql "$PROD_URL" \\\n  && rm -rf ./backup-2026-11-20',
    description: 'Run the migration on production and clean up',
  },
  inputHash: 'badbad',
  risk: 'high',
  reasons: [
    {
      text: '`rm -rf` deletes a folder, with no way back',
      level: 'high',
      piece: 'rm -rf ./backup-2026-11-20',
    },
    { text: '`psql` reaches outside this machine', level: 'high', piece: 'psql' },
    { text: '`&&` joins two commands; both were looked at', level: 'low' },
  ],
})

export const question = request({
  id: 'c0ffee',
  session: '1111aaaa',
  kind: 'question',
  tool: 'AskUserQuestion',
  input: {},
  inputHash: 'q1',
  since: NOW - 6 * MINUTE,
  questions: [
    {
      question: 'Which sign-in flow should I keep?',
      header: 'Sign-in',
      multiSelect: false,
      options: [
        { label: 'PKCE only', description: 'What the mobile clients use; the old endpoint goes away' },
        { label: 'Device code only', description: 'For terminals without a browser' },
        { label: 'Both, behind a flag' },
      ],
    },
    {
      question: 'Which clients do I test?',
      header: 'Clients',
      multiSelect: true,
      options: [
        { label: 'iOS' },
        { label: 'Android' },
        { label: 'Web', description: 'Chromium and Firefox' },
      ],
    },
  ],
})

export const plan = request({
  id: 'd1a9a9',
  session: '1111aaaa',
  kind: 'plan',
  tool: 'ExitPlanMode',
  input: {},
  inputHash: 'p1',
  plan: [
    '# Split the checkout service',
    '',
    'The checkout handler does three jobs. Each gets a module of its own, **without** a change of behaviour.',
    '',
    '## Steps',
    '1. Move price calculation to `price.ts`, with the tests that exist and twelve new ones for rounding.',
    '2. Move the reservation of stock to `stock.ts`.',
    '3. What is left in the handler talks HTTP only.',
    '',
    '```ts',
    'export function total(lines: Line[]): Cents',
    '```',
    '',
    '## Not touched',
    '- the database schema',
    '- the public API',
  ].join('\n'),
})

/** All of it today. */
function used(usd: number, tokens: number, window: number): Partial<SessionView> {
  const cost = { usd, unpriced: 0 }
  return { cost, today: { ...cost, tokens, until: NOW + 6 * HOUR }, context: { tokens, window } }
}

const spent: Spent = { usd: 9.82, unpriced: 91_000, tokens: 4_100_000, until: NOW + 6 * HOUR }

const GB = 1024 ** 3
const amount = (usd: number, tokens: number, unpriced = 0) => ({ usd, tokens, unpriced })

/** What that morning cost. `week` has a day for each of seven. */
export function stats(of: StatsSpan = 'today'): Stats {
  const week = of === 'week'
  const from = Math.floor(NOW / (24 * HOUR)) * 24 * HOUR
  const values = week
    ? [14, 22, 0, 3, 41, 28, 9.82]
    : [0, 0, 0, 0, 0.1, 0.4, 1.2, 0.9, 2.4, 1.7, 0.3, 1.1, 1.72]
  return {
    span: of,
    from,
    until: from + 24 * HOUR,
    at: NOW,
    spent: week ? amount(117.82, 48_000_000, 91_000) : amount(9.82, 4_100_000, 91_000),
    series: values.map((usd, i) => ({
      at: from + i * (week ? 24 : 1) * HOUR,
      ...amount(usd, usd * 400_000),
    })),
    agents: [
      { agent: 'claude', ...amount(8.74, 3_300_000) },
      { agent: 'codex', ...amount(0.62, 410_000) },
      { agent: 'gemini', ...amount(0.46, 330_000) },
      { agent: 'opencode', ...amount(0, 91_000, 91_000) },
    ],
    models: [
      {
        model: 'claude-opus-5-5',
        by: { input: 12_000, output: 96_000, cacheRead: 2_900_000, cacheWrite: 210_000 },
        ...amount(7.4, 3_218_000),
      },
      {
        model: 'claude-haiku-5-5',
        by: { input: 9000, output: 21_000, cacheRead: 140_000, cacheWrite: 31_000 },
        ...amount(1.34, 201_000),
      },
      {
        model: 'gpt-6.1-sol',
        by: { input: 61_000, output: 12_000, cacheRead: 337_000, cacheWrite: 0 },
        ...amount(0.62, 410_000),
      },
      {
        model: 'gemini-3.8-flash',
        by: { input: 210_000, output: 9000, cacheRead: 111_000, cacheWrite: 0 },
        ...amount(0.46, 330_000),
      },
      {
        model: 'house-model',
        by: { input: 80_000, output: 11_000, cacheRead: 0, cacheWrite: 0 },
        ...amount(0, 91_000, 91_000),
      },
    ],
    sessions: morning()
      .filter(({ today }) => today)
      .map((s, i) => ({
        id: s.id,
        agent: s.agent,
        label: s.name || s.title,
        ...amount(s.today?.usd ?? 0, s.today?.tokens ?? 0, s.today?.unpriced),
        ...(s.context && { context: s.context }),
        ...(s.hostSocket && { memory: { agent: (0.2 + i / 10) * GB, host: 0.012 * GB } }),
      }))
      .concat({ id: 'eeeeeeee', agent: 'claude', label: 'try the new bundler', ...amount(0.39, 210_000) })
      .toSorted((a, b) => b.usd - a.usd)
      .map((s) => (s.id === 'eeeeeeee' ? { ...s, removed: true as const } : s)),
    more: 0,
    quotas: [
      {
        agent: 'codex',
        session: '1111aaaa',
        quota: [
          { minutes: 300, used: 62, resetsAt: NOW + 80 * MINUTE, at: NOW },
          { minutes: 10_080, used: 31, resetsAt: NOW + 70 * HOUR, at: NOW },
        ],
      },
    ],
    asked: {
      asked: 41,
      allowed: 36,
      denied: 3,
      elsewhere: 0,
      dropped: 0,
      open: 2,
      passed: 212,
      stopped: 1,
      waited: { medianMs: 48_000, longestMs: 14 * MINUTE },
    },
    evictions: 1,
    memory: {
      total: 4 * GB,
      available: 1.4 * GB,
      agents: 2.0 * GB,
      hosts: 0.09 * GB,
      daemon: 0.04 * GB,
      known: true,
    },
  }
}

/** Ten sessions as on an ordinary morning. */
export function morning(): SessionView[] {
  return [
    session({
      id: '7c5daaaa',
      name: 'migrate db schema to v12 and keep a way back',
      pinned: true,
      requests: ['bad001'],
      usage: {
        models: { 'claude-opus-4-6': { input: 1, output: 1, cacheRead: 0, cacheWrite: 0 } },
        contextTokens: 122_000,
      },
      ...used(1.84, 122_000, 200_000),
      checkout: { branch: 'main', changed: 3 },
      life: running({
        kind: 'needs-input',
        need: 'permission',
        what: 'Bash: psql -f migrate.sql "$PROD_URL"',
        since: NOW - 2 * MINUTE,
      }),
    }),
    session({
      id: '1111aaaa',
      agent: 'codex',
      title: 'which auth flow should I keep?',
      ...used(0.42, 48_000, 258_400),
      requests: ['c0ffee'],
      life: running({
        kind: 'needs-input',
        need: 'question',
        what: 'PKCE or device code?',
        since: NOW - 6 * MINUTE,
      }),
    }),
    session({
      id: '2222aaaa',
      title: 'fix flaky SettingsChangeDetector test',
      ...used(0.97, 76_000, 1_000_000),
      checkout: { branch: 'fix/settings-change-detector', changed: 2 },
      pinned: true,
      cwd: '/home/mo/src/cli',
      life: running({ kind: 'working', what: 'Edit src/settings/watch.ts', since: NOW - 12_000 }),
    }),
    session({
      id: '3333aaaa',
      agent: 'gemini',
      title: '日本語ドキュメントの要約を作成する',
      ...used(0.11, 310_000, 1_048_576),
      cwd: '/home/mo/src/docs',
      life: running({ kind: 'working', what: 'Read 14 files', since: NOW - 44_000 }),
    }),
    session({
      id: '4444aaaa',
      agent: 'opencode',
      title: 'profile startup, find slow imports',
      cost: { usd: 0, unpriced: 91_000 },
      today: { usd: 0, unpriced: 91_000, tokens: 91_000, until: NOW + 6 * HOUR },
      context: { tokens: 31_000 },
      cwd: '/home/mo/src/cli',
      life: running({ kind: 'working', what: 'Bash: node --cpu-prof dist/main.js', since: NOW - MINUTE }),
    }),
    session({
      id: '5555aaaa',
      title: 'house rules: review every PR',
      ...used(3.1, 164_000, 200_000),
      pinned: true,
      life: running({ kind: 'idle', what: 'Three PRs reviewed, two approved', since: NOW - 38 * MINUTE }),
    }),
    session({
      id: '6666aaaa',
      agent: 'codex',
      title: 'explain the cache layer',
      ...used(0.2, 22_000, 258_400),
      life: running({ kind: 'idle', what: 'The cache has two tiers…', since: NOW - 38 * MINUTE }),
    }),
    ...ended(),
  ]
}

function ended(): SessionView[] {
  const { hostSocket: _none, ...done } = session({
    id: '8888aaaa',
    title: 'bump deps and fix types',
    ...used(0.78, 88_000, 200_000),
    life: { status: 'exited', since: NOW - 62 * MINUTE, code: 0 },
  })
  const evicted = {
    ...done,
    id: '9999aaaa',
    title: 'add e2e tests for checkout',
    ...used(2.05, 131_000, 200_000),
    life: { status: 'stopped', since: NOW - 185 * MINUTE, why: 'evict' } satisfies Life,
  }
  const { cost: _cost, today: _today, context: _context, ...unused } = done
  const failed = {
    ...unused,
    id: 'ffffaaaa',
    agent: 'sh',
    title: 'nightly link check',
    cwd: '/home/mo/src/docs',
    life: {
      status: 'exited',
      since: NOW - 300 * MINUTE,
      code: 1,
      said: '3 dead links: /pricing, /docs/old, /blog/12',
    } satisfies Life,
  }
  return [done, evicted, failed]
}

export const peek: Peek = {
  cols: 80,
  rows: 24,
  cursor: { x: 2, y: 8, visible: true },
  alternate: false,
  lines: [
    '\u001b[1m>\u001b[m migrate the schema to v12 and keep a way back',
    '',
    '\u001b[32m●\u001b[0m I wrote \u001b[36mmigrations/0012_orders.sql\u001b[39m (up and down).',
    '  The staging run took 41 s, 0 errors.',
    '',
    '\u001b[33m●\u001b[0m \u001b[1mBash\u001b[0m(psql -f migrate.sql "$PROD_URL")',
    '  \u001b[2m⎿\u001b[0m  waiting for approval',
    '',
    '> ',
    ...Array.from({ length: 15 }, () => ''),
  ],
}

export const agents: AgentInfo[] = [
  {
    name: 'claude',
    found: true,
    path: '/usr/bin/claude',
    install: 'npm install -g @anthropic-ai/claude-code',
  },
  { name: 'codex', found: true, path: '/usr/bin/codex', install: 'npm install -g @openai/codex' },
  { name: 'gemini', found: false, install: 'npm install -g @google/gemini-cli' },
]

const conversation = (n: number, over: Partial<Conversation> = {}): Conversation => ({
  agent: 'claude',
  resumeId: `${n}0000000-0000-4000-8000-000000000000`,
  title: `look into ticket ${n}`,
  cwd: '/home/mo/src/shop',
  path: `/home/mo/.claude/projects/-home-mo-src-shop/${n}.jsonl`,
  at: NOW - n * 47 * MINUTE,
  ...over,
})

/** What other terminals left on disk, newest first. */
export const conversations: Conversation[] = [
  conversation(1, { title: 'why does the build take nine minutes?', liveIn: 'a terminal (pid 4711)' }),
  conversation(2, { title: '翻訳の下書きを見直す', cwd: '/home/mo/src/docs', agent: 'codex' }),
  conversation(3, {
    title: 'rewrite the importer so that a broken row does not stop all the others, and say which',
    cwd: '/home/mo/work/clients/northwind/importer/packages/reader',
  }),
  conversation(4, { title: '' }),
  ...Array.from({ length: 16 }, (_, i) => conversation(i + 5)),
]

/** A view driven by hand: events go in, the clock is ours, effects are kept. */
export class Hand {
  state: State
  now = NOW
  effects: Effect[] = []
  #chunk = 0

  constructor(cols: number, rows: number, keys: Record<string, string | string[]> = {}) {
    this.state = initial({
      keys,
      size: { cols, rows },
      now: NOW,
      place: { host: 'pi5', home: '/home/mo', cwd: '/home/mo/src/shop', detachKeys: ['ctrl+q', 'ctrl+\\'] },
    })
    this.paint()
  }

  /** Nobody was here before. */
  first(): this {
    const { size, place } = this.state
    this.state = initial({ size, now: NOW, place, isFirst: true })
    return this.paint()
  }

  event(event: Event): this {
    const step = reduce(this.state, event)
    this.state = step.state
    this.effects.push(...step.effects)
    return this
  }

  paint(): this {
    return this.event({ type: 'painted', key: screenKey(this.state), at: this.now })
  }

  wait(ms: number): this {
    this.now += ms
    return this.event({ type: 'tick', at: this.now }).paint()
  }

  /** Each key in a chunk of its own, on a screen that has stood for a while. */
  press(...keys: string[]): this {
    for (const key of keys) this.wait(ARM_MS).chunk(key)
    return this
  }

  /** All keys in one chunk, then a frame. */
  chunk(...keys: string[]): this {
    this.#chunk++
    for (const key of keys) this.event({ type: 'key', key, chunk: this.#chunk, at: this.now })
    return this.paint()
  }

  /** Types a text, one key a character. */
  type(text: string): this {
    return this.press(...text.split('').map((c) => (c === ' ' ? 'space' : c)))
  }

  join(sessions: SessionView[] = morning(), requests: Request[] = [question, risky]): this {
    return this.event({
      type: 'joined',
      sessions,
      requests,
      ...(sessions.length > 0 && { spent }),
      at: this.now,
    }).paint()
  }

  /** The effects since last asked. */
  done(): Effect[] {
    return this.effects.splice(0)
  }
}
