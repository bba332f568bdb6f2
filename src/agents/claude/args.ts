import { flagOf, withoutFlags } from '../flags.ts'

/** What a person's own arguments for Claude Code already settle. */
export type ClaudeArgs = {
  /** `claude mcp …` and the like: not a conversation, nothing of ours belongs there. */
  subcommand: boolean
  /** They say themselves which conversation it is. */
  conversation: boolean
  permissionMode: boolean
  name: boolean
  /** A value of `--settings`, as given: a file or JSON. */
  settings: string | undefined
}

const SUBCOMMANDS = new Set(
  `agents attach auth auto-mode doctor gateway import install logs mcp plugin plugins purge respawn rm setup-token
  stop kill ultrareview update upgrade`.split(/\s+/),
)
// Which conversation a start belongs to; those in VALUED may be followed by a value (2.1.329 --help).
const CONVERSATION = new Set(
  '--session-id --resume -r --continue -c --fork-session --from-pr --teleport --cloud --no-session-persistence'.split(
    ' ',
  ),
)
const VALUED = new Set(['--session-id', '--resume', '-r', '--from-pr', '--teleport', '--cloud'])
const PERMISSIONS = new Set(['--permission-mode', '--dangerously-skip-permissions', '--restricted'])

export function readArgs(args: string[]): ClaudeArgs {
  const end = args.indexOf('--')
  const options = end === -1 ? args : args.slice(0, end)
  const flags = options.map(flagOf)
  const at = flags.indexOf('--settings')
  const given = options[at]
  return {
    subcommand: args[0] !== undefined && SUBCOMMANDS.has(args[0]),
    conversation: flags.some((flag) => CONVERSATION.has(flag)),
    permissionMode: flags.some((flag) => PERMISSIONS.has(flag)),
    name: flags.some((flag) => flag === '--name' || flag === '-n'),
    settings:
      at === -1 ? undefined : given?.includes('=') ? given.slice(given.indexOf('=') + 1) : options[at + 1],
  }
}

/**
 * The arguments for going on with a conversation: without those that choose one, and without a prompt where it
 * can be told from an option's value (words before the first option, all after `--`): it was given then.
 */
export function withoutConversation(args: string[]): string[] {
  const end = args.indexOf('--')
  const first = args.findIndex((arg) => arg.startsWith('-'))
  const options = first === -1 ? [] : args.slice(first, end === -1 ? undefined : end)
  return withoutFlags(options, CONVERSATION, VALUED)
}

const CHANNELS = new Set(['--channels', '--dangerously-load-development-channels'])

/**
 * The channels that push messages into the conversation, by name: `telegram` of `plugin:telegram@marketplace`, `ours`
 * of `server:ours`. Both options are hidden, take several values and may be given twice (2.1.329; a research preview,
 * code.claude.com/docs/en/channels). A value of another shape is refused by Claude Code itself.
 */
export function channelsOf(args: string[]): string[] {
  if (readArgs(args).subcommand) return []
  const end = args.indexOf('--')
  const names = new Set<string>()
  let inside = false
  for (const arg of end === -1 ? args : args.slice(0, end)) {
    const isOption = arg.startsWith('-')
    if (isOption) inside = CHANNELS.has(flagOf(arg))
    if (!inside) continue
    const value = isOption ? (arg.includes('=') ? arg.slice(arg.indexOf('=') + 1) : '') : arg
    const name = /^(?:plugin|server):([^@]+)/.exec(value)?.[1]
    if (name !== undefined) names.add(name)
    if (isOption && arg.includes('=')) inside = false
  }
  return [...names]
}
