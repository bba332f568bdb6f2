// The pictures of the README, taken from the real view with scripted sessions: node scripts/pictures.ts
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const base = mkdtempSync('/tmp/roost-pictures-')
const home = join(base, 'mo')
const roost = [process.execPath, join(root, 'dist', 'roost.cjs')] as const
const env: NodeJS.ProcessEnv = {
  ...process.env,
  HOME: home,
  ROOST_HOME: join(home, '.roost'),
  LANG: 'C.UTF-8',
  COLORTERM: 'truecolor',
}
for (const name of ['CI', 'NO_COLOR', 'TMUX', 'ROOST_SESSION']) delete env[name]

const run = (...args: string[]) => execFileSync(roost[0], [roost[1], ...args], { env, encoding: 'utf8' })

type Scene = { where: string; asked: string; steps: string[]; pin?: true }
const scenes: Scene[] = [
  {
    where: 'shop',
    asked: 'bump the dependencies and fix what breaks',
    steps: ['title bump deps and fix types', 'say PR #214 opened, 12 files'],
  },
  {
    where: 'house',
    asked: 'review every open PR against the house rules',
    steps: ['title house rules: review every PR', 'say Nothing new since Friday.'],
    pin: true,
  },
  {
    where: 'cache',
    asked: 'how does the cache layer work?',
    steps: ['title explain the cache layer', 'say Reads go through, writes go around.'],
  },
  {
    where: 'site',
    asked: 'check all links',
    steps: [
      'title nightly link check',
      'say 3 dead links: /pricing, /docs/old, /blog/12',
      'think 800',
      'exit 1',
    ],
  },
  {
    where: 'cli',
    asked: 'why does it start so slowly?',
    steps: ['title profile startup, find slow imports', 'edit bench/startup.mjs x', 'until never'],
  },
  {
    where: 'docs',
    asked: '日本語ドキュメントの要約を作成して',
    steps: ['title 日本語ドキュメントの要約を作成', 'edit docs/ja/summary.md x', 'until never'],
  },
  {
    where: 'shop',
    asked: 'the SettingsChangeDetector test is flaky',
    steps: [
      'title fix flaky SettingsChangeDetector',
      'say The watcher fires twice.',
      'edit src/settings/watch.ts x',
      'until never',
    ],
    pin: true,
  },
  {
    where: 'auth',
    asked: 'clean up the login code',
    steps: [
      'title clean up the login code',
      'say Two flows do the same.',
      'ask Which auth flow should I keep?|PKCE: no secret on the device|Device code: for machines without a browser',
    ],
  },
  {
    where: 'shop',
    asked: 'migrate the schema to v12 and keep a way back',
    steps: [
      'title migrate db schema to v12',
      'say I wrote migrations/0012_orders.sql, up and down.',
      'say The staging run took 41 s, 0 errors.',
      'run psql -f migrations/0012_orders.sql "$PROD_URL" && rm -rf ./backup-2026-11-20',
    ],
    pin: true,
  },
]

function start({ where, asked, steps, pin }: Scene, n: number): void {
  const cwd = join(home, 'src', where)
  mkdirSync(cwd, { recursive: true })
  const script = join(base, `${n}.json`)
  writeFileSync(script, JSON.stringify([{ prompt: asked, steps }]))
  run('run', '-a', 'demo', '-C', cwd, ...(pin ? ['--pin'] : []), '--', '--script', script)
}

/** What the stats draw: a morning of work by several agents, each hour since midnight. Prices for the demo's model. */
function spend(): void {
  const models = ['claude-opus-5-5', 'gpt-6.1-sol', 'gemini-3.8-flash']
  const spenders = [
    { agent: 'claude', label: 'add e2e tests for checkout', share: 1 },
    { agent: 'codex', label: 'try the new bundler', share: 0.3 },
    { agent: 'gemini', label: 'translate the handbook', share: 0.4 },
  ]
  const quarter = 15 * 60_000
  const midnight = new Date().setHours(0, 0, 0, 0)
  const days = new Map<
    string,
    Record<string, { session: string; agent: string; label: string; slots: object }>
  >()
  for (let at = midnight; at < Date.now() - quarter; at += quarter)
    for (const [n, { agent, label, share }] of spenders.entries()) {
      const busy = share * Math.max(0, Math.sin(((at - midnight) / 3_600_000 - 5 + n) / 2.6) + 0.35)
      const tokens = Math.round(busy * 18_000)
      if (tokens === 0) continue
      const day = new Date(at).toISOString().slice(0, 10)
      const slot = Math.floor((at % 86_400_000) / quarter)
      const used = { input: tokens, output: tokens, cacheRead: tokens * 30, cacheWrite: tokens * 2 }
      const conversations = days.get(day) ?? {}
      days.set(day, conversations)
      const before = conversations[agent]?.slots ?? {}
      const slots = { ...before, [slot]: { [models[n] ?? '']: used } }
      conversations[agent] = { session: `0000000${n}`, agent, label, slots }
    }
  mkdirSync(join(home, '.roost', 'usage'), { recursive: true, mode: 0o700 })
  for (const [day, conversations] of days)
    writeFileSync(join(home, '.roost', 'usage', `${day}.json`), JSON.stringify({ version: 1, conversations }))
  const prices = { 'demo-model': { input: 900, output: 9000, cacheRead: 90, window: 1000 } }
  writeFileSync(join(home, '.roost', 'config.json'), JSON.stringify({ prices }))
}

/** One line a picture: name, size, and the keys that lead there. Each is taken in dark and in light. */
const PICTURES: readonly [name: string, size: string, keys?: string][] = [
  ['list', '120x36'],
  ['card', '120x36', 'i'],
  ['phone', '45x18'],
  ['phone-card', '45x18', 'i'],
  ['stats', '120x36', 's'],
  ['phone-stats', '45x18', 's'],
  ['dashboard', '120x36', 'd'],
]

function take(name: string, size: string, keys: string | undefined, light: boolean): void {
  const out = join(root, 'assets', `${name}${light ? '-light' : ''}.png`)
  const how = [...(keys ? ['--keys', keys] : []), ...(light ? ['--light'] : [])]
  const script = join(root, 'scripts/shot.ts')
  execFileSync(
    process.execPath,
    [script, out, '--size', size, '--wait', 'migrate db schema', ...how, '--', ...roost],
    { env, stdio: 'inherit' },
  )
}

try {
  spend()
  for (const [n, scene] of scenes.entries()) start(scene, n)
  for (;;) {
    const states = run('ls')
    if (/psql/.test(states) && /Which auth flow/.test(states) && /exit 1/.test(states)) break
  }
  for (const [name, size, keys] of PICTURES) for (const light of [false, true]) take(name, size, keys, light)
} finally {
  run('stop', '--all')
  rmSync(base, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
}
