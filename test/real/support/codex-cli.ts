import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AgentUnderTest } from '../journeys.ts'
import { agentHome, type AgentHome } from './agent-home.ts'
import { placeOf } from './agent-place.ts'
import { serveFakeResponses } from './fake-responses.ts'
import { installCli, type NpmCli } from './npm-cli.ts'

const CODEX: NpmCli = {
  name: 'codex',
  version: '0.169.0',
  package: '@openai/codex',
  /** The native binary: `bin/codex.js` is a wrapper that starts it. */
  program(folder) {
    const scope = join(folder, 'node_modules', '@openai')
    const [platform = 'codex'] = readdirSync(scope).filter((name) => name.startsWith('codex-'))
    const vendor = join(scope, platform, 'vendor')
    return join(vendor, readdirSync(vendor)[0] ?? '', 'bin', 'codex')
  },
}

export const installCodex = (): Promise<string> => installCli(CODEX)

/** `codexHome`: `$CODEX_HOME`. */
export type CodexHome = AgentHome & { codexHome: string }

/** A fresh home of Codex that talks to a stand-in for its model, with a repository to work in. */
export function codexHome(options: { api: string; trusted?: boolean; config?: string }): CodexHome {
  const home = agentHome('codex')
  const folder = join(home.base, '.codex')
  mkdirSync(folder)
  // Only a repository is asked about: a folder without one brings no settings of its own.
  spawnSync('git', ['init', '-q'], { cwd: home.cwd })
  const trust =
    options.trusted === false ? '' : `[projects.${JSON.stringify(home.cwd)}]\ntrust_level = "trusted"\n`
  writeFileSync(
    join(folder, 'config.toml'),
    `model = "gpt-5.2-codex"
model_provider = "fake"
${options.config ?? ''}
[model_providers.fake]
name = "fake"
base_url = "${options.api}/v1"
wire_api = "responses"
${trust}`,
  )
  return { ...home, codexHome: folder, env: { ...home.env, CODEX_HOME: folder } }
}

export const codexUnderTest: AgentUnderTest = {
  name: CODEX.name,
  version: CODEX.version,
  dialog: { shows: /1\. Yes, proceed/, yes: 'y' },
  place: ({ trusted }) =>
    placeOf({ install: installCodex, serve: serveFakeResponses, home: (api) => codexHome({ api, trusted }) }),
}
