import { flagOf, withoutFlags } from '../flags.ts'

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
const VALUED = new Set([...BEGINNING].filter((flag) => flag !== '--continue'))
const CONVERSATION = new Set('--session-id --resume -r --continue --connect'.split(' '))

export function readArgs(args: string[]): CopilotArgs {
  const flags = args.map(flagOf)
  return {
    subcommand: args[0] !== undefined && SUBCOMMANDS.has(args[0]),
    conversation: flags.some((flag) => CONVERSATION.has(flag)),
    name: flags.some((flag) => flag === '--name' || flag === '-n'),
  }
}

/** The arguments for going on with a conversation: without those that choose one or give the first prompt. */
export const withoutBeginning = (args: string[]): string[] => withoutFlags(args, BEGINNING, VALUED)
