import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AgentUnderTest } from '../journeys.ts'
import { agentHome, type AgentHome } from './agent-home.ts'
import { placeOf } from './agent-place.ts'
import { serveFakeChat } from './fake-chat.ts'
import { installCli, type NpmCli } from './npm-cli.ts'

/** The version whose behaviour the adapter was written against; a newer one is tried by changing this line. */
const OPENCODE_VERSION = '1.18.33'

/** The native binary of the platform's package: `bin/opencode.exe` is a placeholder until an install script has run. */
const OPENCODE: NpmCli = {
  name: 'opencode',
  version: OPENCODE_VERSION,
  package: 'opencode-ai',
  program(folder) {
    const modules = join(folder, 'node_modules')
    const programs = readdirSync(modules)
      .filter((name) => name.startsWith('opencode-') && name !== 'opencode-ai')
      .map((name) => join(modules, name, 'bin', 'opencode'))
    const works = (path: string) => spawnSync(path, ['--version']).status === 0
    return programs.find(works) ?? join(modules, 'opencode-ai')
  },
}

const installOpencode = (): Promise<string> => installCli(OPENCODE)

/**
 * A fresh home of OpenCode whose only model is the stand-in. At its first start with a plugin OpenCode has npm put
 * a package of its own into its config folder: kept for all tests, or each would wait for that.
 */
function opencodeHome(options: { api: string; config?: object; env?: Record<string, string> }): AgentHome {
  const home = agentHome('opencode')
  const own = join(home.base, '.config', 'opencode')
  mkdirSync(own, { recursive: true })
  if (existsSync(KEPT)) cpSync(KEPT, own, { recursive: true })
  const model = {
    name: 'Fake model',
    cost: { input: 1, output: 2, cache_read: 0.1, cache_write: 0 },
    limit: { context: 100_000, output: 8000 },
  }
  const fake = {
    npm: '@ai-sdk/openai-compatible',
    name: 'Fake',
    options: { baseURL: options.api, apiKey: 'none' },
    models: { 'fake-model': model },
  }
  const config = { model: 'fake/fake-model', provider: { fake }, autoupdate: false, share: 'disabled' }
  writeFileSync(join(own, 'opencode.json'), JSON.stringify({ ...config, ...options.config }))
  return {
    ...home,
    env: {
      ...home.env,
      OPENCODE_DISABLE_AUTOUPDATE: '1',
      OPENCODE_DISABLE_MODELS_FETCH: '1',
      OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
      ...options.env,
    },
    remove() {
      keep(own)
      home.remove()
    },
  }
}

const KEPT = join(import.meta.dirname, '../../../.cache/agents', `opencode-${OPENCODE_VERSION}-config`)
const PARTS = ['package.json', 'package-lock.json', 'node_modules', '.gitignore']

function keep(own: string): void {
  if (existsSync(KEPT) || !existsSync(join(own, 'package-lock.json'))) return
  const fresh = `${KEPT}-${process.pid}`
  for (const part of PARTS)
    if (existsSync(join(own, part))) cpSync(join(own, part), join(fresh, part), { recursive: true })
  if (!existsSync(KEPT)) renameSync(fresh, KEPT)
}

export const opencodeUnderTest: AgentUnderTest = {
  name: 'opencode',
  version: OPENCODE_VERSION,
  dialog: { shows: /Allow once/, yes: '\r' },
  cannot: { trust: 'it trusts every folder' },
  // A start takes some ten seconds of CPU.
  place: () =>
    placeOf({ install: installOpencode, serve: serveFakeChat, home: (api) => opencodeHome({ api }) }),
}
