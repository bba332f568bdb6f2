import { readFileSync } from 'node:fs'
import { builtIn } from '../../agents/all.ts'
import { distFolder } from '../../client/control.ts'
import { profileIn, rulesIn } from '../../policy/config-rules.ts'
import { decide, type Decision, type Profile } from '../../policy/decide.ts'
import type { SettingsFile } from '../../policy/settings.ts'
import { readSettings } from '../../policy/settings.ts'
import type { Rule } from '../../policy/rules.ts'
import type { PolicyContext } from '../../policy/verdict.ts'
import { loadConfig } from '../../store/config.ts'
import { localGitConfig } from '../../store/git-config.ts'
import { realPath } from '../../store/real-path.ts'
import { smallText } from '../../store/small-text.ts'
import { paths, roostHome } from '../../store/paths.ts'
import { shellEnv } from './daemon.ts'

/** The agents' own settings files that are there, as text. `shared`: it came with the repository. */
export function settingsFiles(cwd: string): (SettingsFile & { shared: boolean; agent: string })[] {
  const env = shellEnv()
  return builtIn.flatMap((agent) =>
    (agent.settings?.({ cwd, env }) ?? []).flatMap(({ path, shared }) => {
      const text = textOf(path)
      return text === undefined ? [] : [{ path, text, shared, agent: agent.name }]
    }),
  )
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

export function policyContext(cwd: string): PolicyContext {
  const env = shellEnv()
  return {
    cwd,
    home: env.HOME ?? '/',
    own: [paths(roostHome()).home, distFolder()],
    gitConfig: (folder) => localGitConfig(folder, env),
    realPath,
    textOf: smallText,
  }
}

/** Every rule that holds in a folder, Roost's own first; what an agent allows by itself is left to it. */
export function rulesFor(cwd: string, config = loadConfig(paths(roostHome())).config): Rule[] {
  const fromAgents = settingsFiles(cwd).flatMap((file) => {
    const outcome = readSettings(file)
    return outcome.type === 'rules' ? outcome.rules.filter(({ kind }) => kind !== 'allow') : []
  })
  return [...rulesIn(config, cwd), ...fromAgents]
}

/**
 * What a hook of a session in a folder would be told of a command: the same functions in the same order. The config
 * is read once, and what holds in a folder at its first command.
 */
export function decider(): (command: string, cwd: string) => Decision {
  const { config } = loadConfig(paths(roostHome()))
  const known = new Map<string, { rules: Rule[]; profile: Profile; context: PolicyContext }>()
  return (command, cwd) => {
    let here = known.get(cwd)
    if (!here) {
      here = {
        rules: rulesFor(cwd, config),
        profile: profileIn(config, cwd),
        context: policyContext(cwd),
      }
      known.set(cwd, here)
    }
    return decide({ tool: 'Bash', input: { command } }, here.rules, here.profile, here.context)
  }
}
