import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/** The version whose behaviour the adapter was written against; a newer one is tried by changing this line. */
const CLAUDE_VERSION = '2.1.329'

const agents = join(import.meta.dirname, '../../../.cache/agents')

/**
 * Installs the real Claude Code once, and returns its program. The native binary of the platform's package, not
 * `bin/claude`: that is a placeholder until an install script has run, and npm may be told to run none.
 * @throws when npm cannot install it (no network).
 */
export async function installClaude(): Promise<string> {
  const folder = join(agents, `claude-${CLAUDE_VERSION}`)
  mkdirSync(agents, { recursive: true })
  const lock = `${folder}.lock`
  while (!existsSync(folder)) {
    if (!take(lock)) {
      await wait(200)
      continue
    }
    try {
      if (!existsSync(folder)) install(folder)
    } finally {
      rmSync(lock, { force: true })
    }
  }
  return programIn(folder)
}

/** True when the lock is ours now. One whose holder has died is taken away for the next try. */
function take(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch {
    const holder = existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : 0
    if (holder > 0 && !alive(holder)) rmSync(lock, { force: true })
    return false
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

// Beside the real place and renamed when whole: a killed install must not look like one that is done.
function install(folder: string): void {
  const fresh = mkdtempSync(`${folder}-`)
  writeFileSync(join(fresh, 'package.json'), '{"private": true}')
  const done = spawnSync(
    'npm',
    ['install', '--no-audit', '--no-fund', '--ignore-scripts', `@anthropic-ai/claude-code@${CLAUDE_VERSION}`],
    { cwd: fresh, encoding: 'utf8' },
  )
  if (done.status !== 0) {
    rmSync(fresh, { recursive: true, force: true })
    throw new Error(`npm could not install Claude Code ${CLAUDE_VERSION}: ${done.stderr}`, {
      cause: done.error,
    })
  }
  renameSync(fresh, folder)
}

function programIn(folder: string): string {
  const scope = join(folder, 'node_modules', '@anthropic-ai')
  const programs = readdirSync(scope)
    .filter((name) => name.startsWith('claude-code-'))
    .map((name) => join(scope, name, 'claude'))
  const program = programs.find((path) => spawnSync(path, ['--version']).status === 0)
  if (program === undefined) throw new Error(`no Claude Code for this platform in ${scope}`)
  return program
}

export type ClaudeHome = {
  /** `CLAUDE_CONFIG_DIR`. */
  config: string
  /** A folder to work in, trusted unless asked otherwise. */
  cwd: string
  /** A whole clean environment. */
  env: Record<string, string>
  remove(): void
}

/**
 * A fresh home of Claude Code with its first-run questions answered. The environment carries nothing of an
 * agent around the tests; in particular not IS_SANDBOX, which would lift what the CLI refuses to root. As root
 * everything works but `--dangerously-skip-permissions`, which exits 1.
 */
export function claudeHome(options: {
  api: string
  trusted?: boolean
  onboarded?: boolean
  settings?: object
  env?: Record<string, string>
}): ClaudeHome {
  const base = mkdtempSync(join(realpathSync(tmpdir()), 'roost-claude-'))
  const [config, cwd] = [join(base, 'config'), join(base, 'project')]
  for (const folder of [config, cwd]) mkdirSync(folder)
  const projects = options.trusted === false ? {} : { [cwd]: { hasTrustDialogAccepted: true } }
  const onboarded = options.onboarded === false ? {} : { hasCompletedOnboarding: true }
  writeFileSync(join(config, '.claude.json'), JSON.stringify({ ...onboarded, projects }))
  if (options.settings) writeFileSync(join(config, 'settings.json'), JSON.stringify(options.settings))
  const env: Record<string, string> = {}
  for (const [name, value] of Object.entries(process.env))
    if (
      value !== undefined &&
      !/^(CLAUDE|ANTHROPIC|IS_SANDBOX|AI_AGENT|ROOST|CI$|https?_proxy|HTTPS?_PROXY)/.test(name)
    )
      env[name] = value
  return {
    config,
    cwd,
    env: {
      ...env,
      HOME: base,
      TERM: 'xterm-256color',
      CLAUDE_CONFIG_DIR: config,
      ANTHROPIC_BASE_URL: options.api,
      ANTHROPIC_AUTH_TOKEN: 'none',
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      DISABLE_TELEMETRY: '1',
      DISABLE_AUTOUPDATER: '1',
      ...options.env,
    },
    remove: () => rmSync(base, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }),
  }
}
