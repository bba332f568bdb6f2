/** What a person's own arguments for Copilot CLI already settle. */
export type CopilotArgs = {
  /** `copilot login` and the like: not a conversation, nothing of ours belongs there. */
  subcommand: boolean
  /** They say themselves which conversation it is. */
  conversation: boolean
  name: boolean
}

const SUBCOMMANDS = new Set(
  `app login help init config update version workflow sessions memories plugin mcp skill instruction lsp sandbox
  completion`.split(/\s+/),
)
// Which conversation a start belongs to, or what it begins with; each may be followed by a value (1.0.102 --help).
const BEGINNING = new Set(
  '--session-id --resume -r --continue --connect -i --interactive -p --prompt'.split(' '),
)
const CONVERSATION = new Set('--session-id --resume -r --continue --connect'.split(' '))

const flagOf = (arg: string): string => (arg.startsWith('--') ? (arg.split('=', 1)[0] ?? arg) : arg)

export function readArgs(args: string[]): CopilotArgs {
  const flags = args.map(flagOf)
  return {
    subcommand: args[0] !== undefined && SUBCOMMANDS.has(args[0]),
    conversation: flags.some((flag) => CONVERSATION.has(flag)),
    name: flags.some((flag) => flag === '--name' || flag === '-n'),
  }
}

/** The arguments for going on with a conversation: without those that choose one or give the first prompt. */
export function withoutBeginning(args: string[]): string[] {
  const kept: string[] = []
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? ''
    const flag = flagOf(arg)
    if (!BEGINNING.has(flag)) {
      kept.push(arg)
      continue
    }
    const next = args[at + 1]
    if (flag !== '--continue' && !arg.includes('=') && next !== undefined && !next.startsWith('-')) at += 1
  }
  return kept
}
