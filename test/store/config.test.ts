import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changeConfig, loadConfig } from '../../src/store/config.ts'
import type { Config } from '../../src/store/settings.ts'
import { scratchHome } from './scratch.ts'

const DEFAULTS: Config = {
  detachKeys: ['ctrl+q', 'ctrl+\\'],
  idleStopMinutes: 60,
  agents: { custom: {} },
  theme: 'auto',
  glyphs: 'auto',
  keys: {},
  mouse: false,
  screenReader: false,
  resumeAfterReboot: 'pinned',
  profile: 'balanced',
  memoryMax: undefined,
  prices: {},
  worktree: {},
  notify: {
    'needs-input': ['bell', 'terminal', 'desktop', 'command'],
    failed: ['bell', 'terminal', 'desktop', 'command'],
    done: ['bell', 'terminal', 'desktop', 'command'],
    idle: ['terminal', 'desktop', 'command'],
    title: true,
  },
  rules: {},
  folders: {},
}
const CHILD = join(import.meta.dirname, 'children/settle.ts')

describe('loadConfig', () => {
  it('gives the defaults where there is no file, and writes none', () => {
    const paths = scratchHome()
    expect(loadConfig(paths)).toEqual({ config: DEFAULTS, problems: [] })
    expect(readdirSync(paths.home)).toEqual([])
  })

  it('takes every setting that is allowed', () => {
    const paths = scratchHome()
    const written = {
      detachKeys: ['ctrl+]'],
      idleStopMinutes: 0,
      agents: {
        default: 'aider',
        custom: { aider: { command: 'aider', states: [{ state: 'idle', screen: '^> $' }] } },
      },
      theme: { base: 'dark', accent: '#ffb86c bold', selected: '236' },
      glyphs: 'ascii',
      keys: { stop: 'x' },
      mouse: true,
      screenReader: true,
      resumeAfterReboot: 'all',
      profile: 'careful',
      memoryMax: '2G',
      prices: { 'my-model': { input: 2, output: 10, cacheRead: 0.2, window: 100_000 } },
      worktree: { folder: '/trees', carry: ['.env*'], setup: 'npm ci' },
      notify: { idle: [], quiet: '22:00-07:30', command: 'ntfy publish me', title: false },
      rules: { deny: ['Bash(git push *)'] },
      folders: { '/src': { profile: 'hands-off', agent: 'codex', allow: ['Bash(npm test)'] } },
    }
    writeFileSync(paths.config, JSON.stringify({ $schema: 'x', version: 1, ...written }))
    const notify = { ...DEFAULTS.notify, ...written.notify, quiet: { from: 1320, to: 450 } }
    expect(loadConfig(paths)).toEqual({ config: { ...written, notify }, problems: [] })
  })

  it.each([
    [{ acent: 'red' }, /not "acent"/],
    [{ base: 'pink' }, /for base auto, dark, light, contrast, mono$/],
    [{ accent: 'reddish' }, /for accent a colour as "#ffb86c"/],
    [{ base: 'dark', failed: 7 }, /for failed a colour/],
    [['dark'], /auto, dark/],
  ])('says of the theme %j which part of it is wrong', (theme, says) => {
    const paths = scratchHome()
    writeFileSync(paths.config, JSON.stringify({ theme, idleStopMinutes: 5 }))
    const { config, problems } = loadConfig(paths)
    expect(config).toEqual({ ...DEFAULTS, idleStopMinutes: 5 })
    expect(problems).toEqual([expect.stringMatching(says)])
  })

  it('falls back for each bad value alone, and says what is allowed', () => {
    const paths = scratchHome()
    const bad = {
      detachKeys: [],
      idleStopMinutes: -1,
      agents: 'claude',
      theme: 'pink',
      keys: { stop: 1 },
      worktree: { carry: ['../secret'] },
      resumeAfterReboot: 'none',
      thme: 'dark',
    }
    writeFileSync(paths.config, JSON.stringify(bad))
    const { config, problems } = loadConfig(paths)
    expect(config).toEqual({ ...DEFAULTS, resumeAfterReboot: 'none' })
    expect(problems.map((problem) => problem.replace(`${paths.config}: `, ''))).toEqual([
      expect.stringMatching(/^"thme" is no setting; there are: agents, detachKeys, .*theme/),
      expect.stringMatching(/^detachKeys is \[\]; allowed: .*"ctrl\+q"/),
      'idleStopMinutes is -1; allowed: minutes as a number, 0 for never',
      'agents must be an object such as {"default": "claude", "custom": {}}',
      'theme is "pink"; allowed: auto, dark, light, contrast, mono, or an object such as {"base": "dark", "accent": "#ffb86c bold"}',
      expect.stringMatching(/^keys is \{"stop":1\}; allowed: /),
      expect.stringMatching(/^worktree is .*secret.*; allowed: /),
    ])
  })

  it.each([
    [{ quiet: '25:00-07:00' }, 'notify.quiet is "25:00-07:00"'],
    [{ quiet: '22:00-22:00' }, 'notify.quiet is "22:00-22:00"'],
    [{ done: ['desktop', 'telegram'] }, 'notify.done.1 is "telegram"'],
    [{ command: '' }, 'notify.command is ""'],
    [{ donee: [] }, 'notify has no "donee"'],
    ['off', 'notify is "off"'],
  ])('says which part of notify is wrong: %j', (notify, says) => {
    const paths = scratchHome()
    writeFileSync(paths.config, JSON.stringify({ notify }))
    const { config, problems } = loadConfig(paths)
    expect(config).toEqual(DEFAULTS)
    expect(problems).toEqual([expect.stringContaining(`: ${says}; allowed: needs-input, `)])
  })

  it.each(['', '{"theme": "dark",}', '\u0000\u0001\u0002', '[]', '"dark"', 'null'])(
    'moves a damaged file aside and says so: %j',
    (text) => {
      const paths = scratchHome()
      writeFileSync(paths.config, text)
      const { config, problems } = loadConfig(paths)
      expect(config).toEqual(DEFAULTS)
      expect(problems).toEqual([expect.stringMatching(/the defaults hold; kept as .*config\.json\.corrupt-/)])
      expect(existsSync(paths.config)).toBe(false)
    },
  )

  it('gives a config whatever JSON the file holds', () => {
    const paths = scratchHome()
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(DEFAULTS), '__proto__', 'constructor'),
        fc.jsonValue(),
        (key, value) => {
          writeFileSync(paths.config, `{${JSON.stringify(key)}: ${JSON.stringify(value)}}`)
          expect(Object.keys(loadConfig(paths).config)).toEqual(Object.keys(DEFAULTS))
        },
      ),
    )
  })
})

describe('changeConfig', () => {
  it('sets what was asked, keeps the rest, for the owner only', async () => {
    const paths = scratchHome()
    mkdirSync(paths.home, { recursive: true })
    writeFileSync(paths.config, '{"future": {"a.b": [1]}, "theme": "light"}', { mode: 0o644 })
    expect(await changeConfig(paths, { idleStopMinutes: 5, keys: { 'a.b': 'c' } })).toEqual({
      ...DEFAULTS,
      theme: 'light',
      idleStopMinutes: 5,
      keys: { 'a.b': 'c' },
    })
    expect(JSON.parse(readFileSync(paths.config, 'utf8'))).toEqual({
      version: 1,
      future: { 'a.b': [1] },
      theme: 'light',
      idleStopMinutes: 5,
      keys: { 'a.b': 'c' },
    })
    expect(lstatSync(paths.config).mode & 0o777).toBe(0o600)
    expect(readdirSync(paths.home)).toEqual(['config.json'])
  })

  it('refuses a value that is not allowed and leaves the file as it is', async () => {
    const paths = scratchHome()
    await changeConfig(paths, { theme: 'dark' })
    await expect(changeConfig(paths, { idleStopMinutes: Number.NaN })).rejects.toThrow('0 for never')
    expect(loadConfig(paths).config).toEqual({ ...DEFAULTS, theme: 'dark' })
  })

  it('starts anew beside a damaged file', async () => {
    const paths = scratchHome()
    writeFileSync(paths.config, '{"theme"')
    expect(await changeConfig(paths, { theme: 'dark' })).toEqual({ ...DEFAULTS, theme: 'dark' })
    expect(readdirSync(paths.home)).toEqual(['config.json', expect.stringContaining('config.json.corrupt-')])
  })

  it('loses no change when several processes make one at a time', async () => {
    const paths = scratchHome()
    const changes = [
      { theme: 'dark' },
      { idleStopMinutes: 7 },
      { resumeAfterReboot: 'all' },
      { agents: { default: 'codex', custom: {} } },
      { keys: { stop: 'x' } },
    ]
    const codes = await Promise.all(
      changes.map(async (change) => {
        const [code] = await once(
          spawn(process.execPath, [CHILD, paths.home, JSON.stringify(change)]),
          'close',
        )
        return code
      }),
    )
    expect(codes).toEqual([0, 0, 0, 0, 0])
    expect(loadConfig(paths)).toEqual({
      config: Object.assign({ ...DEFAULTS }, ...changes),
      problems: [],
    })
  })

  it('loses none of several rules written at a time', async () => {
    const paths = scratchHome()
    const wanted = ['Bash(a *)', 'Bash(b *)', 'Bash(c *)', 'Bash(d *)']
    const add = (rule: string) =>
      changeConfig(paths, ({ rules }) => ({ rules: { ...rules, deny: [...(rules.deny ?? []), rule] } }))
    await Promise.all(wanted.map(add))
    expect(loadConfig(paths).config.rules.deny?.toSorted()).toEqual(wanted)
  })

  it('does not write over rules that it cannot read', async () => {
    const paths = scratchHome()
    const text = '{"rules": {"deny": "Bash(rm *)"}, "theme": "dark"}'
    writeFileSync(paths.config, text)
    const add = changeConfig(paths, ({ rules }) => ({ rules: { ...rules, allow: ['Bash(ls)'] } }))
    await expect(add).rejects.toThrow('mend it first')
    expect(readFileSync(paths.config, 'utf8')).toBe(text)
  })

  it('keeps the old file when the new one is cut short', async () => {
    const paths = scratchHome()
    await changeConfig(paths, { theme: 'dark' })
    const keys = Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`action ${n}`, 'x']))
    const run = `ulimit -f 4; exec "$0" "$@"`
    const child = spawn('/bin/sh', ['-c', run, process.execPath, CHILD, paths.home, JSON.stringify({ keys })])
    let says = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      says += text
    })
    const [code] = await once(child, 'close')
    expect({ code, says }).toEqual({
      code: 1,
      says: expect.stringContaining('config.json could not be written'),
    })
    expect(loadConfig(paths)).toEqual({ config: { ...DEFAULTS, theme: 'dark' }, problems: [] })
    expect(readdirSync(paths.home)).toEqual(['config.json'])
  })
})

it.each(
  [
    ['1', '512M', '1.5G', '40%', '2T'].map((text) => [text, true] as const),
    ['', '0', 'G', '2 G', '2GB', '-1', '100%', '200%', 'infinity', '1G\nMemoryMax=1'].map(
      (text) => [text, false] as const,
    ),
  ].flat(),
)('a memory limit of %j is taken: %j', (text, good) => {
  const paths = scratchHome()
  writeFileSync(paths.config, JSON.stringify({ memoryMax: text }))
  expect(loadConfig(paths).config.memoryMax).toBe(good ? text : undefined)
})

it.each([{ profile: 'carefull' }, { rules: { deny: 'Bash(rm *)' } }, { folders: { '/src': { deny: 3 } } }])(
  'where the permission settings cannot be read, nothing passes but by rule: %j',
  (bad) => {
    const paths = scratchHome()
    writeFileSync(paths.config, JSON.stringify({ profile: 'hands-off', ...bad }))
    expect(loadConfig(paths).config.profile).toBe('careful')
  },
)
