import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AgentUnderTest } from '../journeys.ts'
import { agentHome } from './agent-home.ts'
import { placeOf } from './agent-place.ts'
import { serveFakeMessages } from './fake-messages.ts'
import { installCli, type NpmCli } from './npm-cli.ts'

/** The version whose behaviour the adapter was written against; a newer one is tried by changing this line. */
const CLAUDE_VERSION = '2.1.329'

/**
 * The native binary of the platform's package, not `bin/claude`: that is a placeholder until an install script has
 * run, and npm may be told to run none.
 */
const CLAUDE: NpmCli = {
  name: 'claude',
  version: CLAUDE_VERSION,
  package: '@anthropic-ai/claude-code',
  program(folder) {
    const scope = join(folder, 'node_modules', '@anthropic-ai')
    const programs = readdirSync(scope)
      .filter((name) => name.startsWith('claude-code-'))
      .map((name) => join(scope, name, 'claude'))
    return programs.find((path) => spawnSync(path, ['--version']).status === 0) ?? join(scope, 'claude')
  },
}

export const installClaude = (): Promise<string> => installCli(CLAUDE)

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
 * A fresh home of Claude Code with its first-run questions answered. As root everything works but
 * `--dangerously-skip-permissions`, which exits 1.
 */
export function claudeHome(options: {
  api: string
  trusted?: boolean
  onboarded?: boolean
  settings?: object
  env?: Record<string, string>
}): ClaudeHome {
  const { base, cwd, env, remove } = agentHome('claude')
  // A repository of its own: Claude keeps the rules of a folder at the root, which may lie above it.
  mkdirSync(join(cwd, '.git'))
  const config = join(base, 'config')
  mkdirSync(config)
  const projects = options.trusted === false ? {} : { [cwd]: { hasTrustDialogAccepted: true } }
  const onboarded = options.onboarded === false ? {} : { hasCompletedOnboarding: true }
  writeFileSync(join(config, '.claude.json'), JSON.stringify({ ...onboarded, projects }))
  if (options.settings) writeFileSync(join(config, 'settings.json'), JSON.stringify(options.settings))
  return {
    config,
    cwd,
    env: {
      ...env,
      CLAUDE_CONFIG_DIR: config,
      ANTHROPIC_BASE_URL: options.api,
      ANTHROPIC_AUTH_TOKEN: 'none',
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      DISABLE_TELEMETRY: '1',
      DISABLE_AUTOUPDATER: '1',
      ...options.env,
    },
    remove,
  }
}

export const claudeUnderTest: AgentUnderTest = {
  name: 'claude',
  version: CLAUDE_VERSION,
  dialog: { shows: /1\. Yes/, yes: '1' },
  place: ({ trusted }) =>
    placeOf({
      install: installClaude,
      serve: serveFakeMessages,
      home: (api) => claudeHome({ api, trusted }),
    }),
}
