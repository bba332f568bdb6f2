import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Plan, ResumeContext, StartContext } from '../agent.ts'
import { fieldsOf, listOf, textOf, type Fields } from '../fields.ts'
import { directLoopback, notInherited } from '../env.ts'
import { withoutFlags } from '../flags.ts'
import { HOLD_MS, RULE_MS } from '../patience.ts'
import { choosesPermissions, parseConfig } from './config.ts'
import { oneOpencode } from './past.ts'

/** Path of our plugin below a folder of assets; by its end an older one of ours is known. */
const PLUGIN = join('opencode', 'roost.js')

// What 1.18.33 takes for a command of its own; any other word is the folder to work in.
const SUBCOMMANDS = new Set(
  `acp agent attach auth completion db debug export generate github import login logout mcp models plugin plug pr
  providers run serve session stats uninstall upgrade web`.split(/\s+/),
)
const CONVERSATION = new Set(['--session', '-s', '--continue', '-c', '--fork', '--prompt'])
const VALUED = new Set(['--session', '-s', '--prompt'])

export function startOpencode(context: StartContext): Plan {
  const { session, file } = context
  const { args, prompt } = session
  const rest = isSubcommand(args) || prompt === '' ? [] : ['--prompt', prompt]
  return { ...supervised(context, undefined), file, args: [...args, ...rest] }
}

/** Goes on with the conversation, unless OpenCode's own store says that it is gone. */
export function resumeOpencode(context: ResumeContext): Plan | { cannot: string } {
  const { session, resumeId, env, file } = context
  // Without an id no prompt was ever taken.
  if (isSubcommand(session.args) || resumeId === '') return startOpencode(context)
  if (oneOpencode(resumeId, env) === 'gone')
    return { cannot: `OpenCode no longer has the conversation ${resumeId}; start a new session` }
  return {
    ...supervised(context, resumeId),
    file,
    args: [...withoutFlags(session.args, CONVERSATION, VALUED), '--session', resumeId],
    resumeId,
  }
}

const isSubcommand = ([first]: string[]): boolean => first !== undefined && SUBCOMMANDS.has(first)

function supervised(
  context: StartContext,
  conversation: string | undefined,
): Pick<Plan, 'env' | 'files' | 'hooks'> {
  const { env, assets, folder } = context
  const options = {
    url: '${HOOK_URL}',
    secret: '${HOOK_SECRET}',
    folder: join(folder, 'opencode'),
    ...(conversation && { conversation }),
  }
  const ours: Fields = {
    plugin: [[pathToFileURL(join(assets, PLUGIN)).href, options]],
    ...(choosesPermissions(env) ? {} : ASKING),
  }
  const { env: added, files } = injected(context, ours)
  return {
    env: {
      ...notInherited(INHERITED, env),
      ...directLoopback(env),
      ...added,
    },
    files,
    hooks: {
      hold: [
        { event: 'PermissionAsked', alone: 'hold', maxMs: HOLD_MS },
        { event: 'QuestionAsked', alone: 'hold', maxMs: HOLD_MS },
        { event: 'ToolBefore', alone: 'pass', maxMs: RULE_MS },
      ],
    },
  }
}

/**
 * OpenCode allows everything unless its config says otherwise. In Roost it is the person who approves, so without
 * a choice of theirs a session asks. The plan agent is named because a general rule would lift its own ban on
 * edits (1.18.33 lays the config's rules over each agent's).
 */
const ASKING: Fields = {
  permission: { bash: 'ask', edit: 'ask', webfetch: 'ask', websearch: 'ask' },
  agent: {
    plan: {
      permission: { edit: { '*': 'deny', '.opencode/plans/*.md': 'allow', '*opencode/plans/*.md': 'allow' } },
    },
  },
}

/** Set by OpenCode for what it runs. */
const INHERITED = ['OPENCODE', 'OPENCODE_PID', 'OPENCODE_CLIENT', 'OPENCODE_RUN_ID', 'OPENCODE_PROCESS_ROLE']

/**
 * Ours laid over what the person has in OPENCODE_CONFIG_CONTENT. What is there but cannot be read stays as it is,
 * and ours goes into a file for OPENCODE_CONFIG, if that is free; else the session runs without the plugin.
 */
function injected({ env, folder }: StartContext, ours: Fields): Pick<Plan, 'env' | 'files'> {
  const theirs = parseConfig(env.OPENCODE_CONFIG_CONTENT ?? '')
  if (theirs) return { env: { OPENCODE_CONFIG_CONTENT: JSON.stringify(merged(theirs, ours)) }, files: [] }
  if (env.OPENCODE_CONFIG) return { env: {}, files: [] }
  const path = join(folder, 'opencode', 'config.json')
  return { env: { OPENCODE_CONFIG: path }, files: [{ path, text: JSON.stringify(ours) }] }
}

function merged(theirs: Fields, ours: Fields): Fields {
  const plugins = listOf(theirs.plugin).filter((each) => !isOurs(each))
  const agent = fieldsOf(theirs.agent)
  return {
    ...theirs,
    ...ours,
    // Theirs stand last: what they say of the plan agent counts.
    ...(ours.agent !== undefined && { agent: { ...fieldsOf(ours.agent), ...agent } }),
    plugin: [...plugins, ...listOf(ours.plugin)],
  }
}

/** Of a session around this one: it would be told what happens here. */
const isOurs = (plugin: unknown): boolean =>
  (textOf(plugin) ?? textOf(listOf(plugin)[0]) ?? '').endsWith('/opencode/roost.js')
