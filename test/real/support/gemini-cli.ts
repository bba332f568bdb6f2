import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AgentUnderTest } from '../journeys.ts'
import { agentHome, type AgentHome } from './agent-home.ts'
import { placeOf } from './agent-place.ts'
import { serveFakeGemini } from './fake-gemini.ts'
import { installCli, type NpmCli } from './npm-cli.ts'

/** The version whose behaviour the adapter was written against; a newer one is tried by changing this line. */
const GEMINI_VERSION = '0.61.0'

const GEMINI: NpmCli = {
  name: 'gemini',
  version: GEMINI_VERSION,
  package: '@google/gemini-cli',
  program: (folder) => join(folder, 'node_modules', '.bin', 'gemini'),
}

const installGemini = (): Promise<string> => installCli(GEMINI)

/** A fresh home of Gemini CLI with its first-run questions answered, whose model is the stand-in. */
function geminiHome(options: {
  api: string
  trusted?: boolean
  settings?: object
  env?: Record<string, string>
}): AgentHome {
  const home = agentHome('gemini')
  const own = join(home.base, '.gemini')
  mkdirSync(own)
  const settings = {
    security: { auth: { selectedType: 'gemini-api-key' }, folderTrust: { enabled: true } },
    model: { name: 'gemini-2.5-flash' },
    general: { enableAutoUpdate: false, enableAutoUpdateNotification: false },
    privacy: { usageStatisticsEnabled: false },
    telemetry: { enabled: false },
    ...options.settings,
  }
  writeFileSync(join(own, 'settings.json'), JSON.stringify(settings))
  if (options.trusted !== false)
    writeFileSync(join(own, 'trustedFolders.json'), JSON.stringify({ [home.cwd]: 'TRUST_FOLDER' }))
  return {
    ...home,
    env: {
      ...home.env,
      GEMINI_API_KEY: 'none',
      GOOGLE_GEMINI_BASE_URL: options.api,
      GEMINI_CLI_NO_RELAUNCH: 'true',
      ...options.env,
    },
  }
}

export const geminiUnderTest: AgentUnderTest = {
  name: 'gemini',
  version: GEMINI_VERSION,
  dialog: { shows: /Allow execution of/, yes: '1' },
  place: ({ trusted }) =>
    placeOf({ install: installGemini, serve: serveFakeGemini, home: (api) => geminiHome({ api, trusted }) }),
}
