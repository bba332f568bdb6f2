import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AgentUnderTest } from '../journeys.ts'
import { agentHome, type AgentHome } from './agent-home.ts'
import { placeOf } from './agent-place.ts'
import { serveFakeMessages } from './fake-messages.ts'
import { installCli, type NpmCli } from './npm-cli.ts'

const COPILOT: NpmCli = {
  name: 'copilot',
  version: '1.0.102',
  package: '@github/copilot',
  /** The native binary: `npm-loader.js` is a wrapper that starts it. */
  program(folder) {
    const scope = join(folder, 'node_modules', '@github')
    const [platform = 'copilot'] = readdirSync(scope).filter((name) => name.startsWith('copilot-'))
    return join(scope, platform, 'copilot')
  },
}

/** It may talk to a model of the person's own, offline and without an account: here the Messages API. */
function copilotHome(options: { api: string; trusted: boolean }): AgentHome {
  const home = agentHome('copilot')
  const folder = join(home.base, '.copilot')
  mkdirSync(folder)
  writeFileSync(
    join(folder, 'config.json'),
    JSON.stringify({ appTipShown: true, trustedFolders: options.trusted ? [home.cwd] : [] }),
  )
  return {
    ...home,
    env: {
      ...home.env,
      COPILOT_HOME: folder,
      COPILOT_OFFLINE: 'true',
      COPILOT_AUTO_UPDATE: 'false',
      COPILOT_PROVIDER_BASE_URL: options.api,
      COPILOT_PROVIDER_TYPE: 'anthropic',
      COPILOT_PROVIDER_API_KEY: 'none',
      COPILOT_MODEL: 'claude-sonnet-4-20250514',
    },
  }
}

export const copilotUnderTest: AgentUnderTest = {
  // A cold start takes seconds of two processors, and each journey has several.
  name: COPILOT.name,
  version: COPILOT.version,
  dialog: { shows: /1\. Yes/, yes: '1' },
  place: ({ trusted }) =>
    placeOf({
      install: () => installCli(COPILOT),
      serve: serveFakeMessages,
      home: (api) => copilotHome({ api, trusted }),
    }),
}
