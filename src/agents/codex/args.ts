import { flagOf } from '../flags.ts'

/** What a person's own arguments for Codex already settle. */
export type CodexArgs = {
  /** `codex login …` and the like: not a conversation, nothing of ours belongs there. */
  subcommand: boolean
  /** `resume` or `fork`, which must stay first. */
  conversation: string | undefined
  /** They say themselves what may run unasked, and where. */
  approvals: boolean
  sandbox: boolean
}

const SUBCOMMANDS = new Set(
  `agents exec e review login logout mcp plugin app-server remote-control completion update doctor sandbox debug
  apply a queue archive delete migrate-rollouts migrate-nfs-db unarchive cloud exec-server features help`.split(
    /\s+/,
  ),
)
const CONVERSATION = new Set(['resume', 'fork'])
// Options with a value that follows (0.169.0 --help); `-x value` as well as `-xvalue` and `--long=value`.
const VALUED = new Set(
  `-c --config --enable --disable --remote --remote-auth-token-env -i --image -m --model --local-provider -p
  --profile -s --sandbox -C --cd --add-dir -a --ask-for-approval`.split(/\s+/),
)
/** Choose a conversation, and are spent once it has begun. */
const CHOOSING = new Set(['--last', '--all', '--include-non-interactive'])
const BOTH = new Set(['--dangerously-bypass-approvals-and-sandbox', '--yolo', '--approve-for-me'])

export function readArgs(args: string[]): CodexArgs {
  const [first = ''] = args
  const end = args.indexOf('--')
  const options = end === -1 ? args : args.slice(0, end)
  const has = (short: string, long: string, key: RegExp): boolean =>
    options.some(
      (arg) =>
        flagOf(arg) === long ||
        BOTH.has(arg) ||
        (arg.startsWith(short) && !arg.startsWith('--')) ||
        key.test(arg), // -c approval_policy=never
    )
  return {
    subcommand: SUBCOMMANDS.has(first),
    conversation: CONVERSATION.has(first) ? first : undefined,
    approvals: has('-a', '--ask-for-approval', /^(-c|--config=)?approval_policy\b/),
    sandbox: has(
      '-s',
      '--sandbox',
      /^(-c|--config=)?(sandbox_mode|default_permissions|permission_profile)\b/,
    ),
  }
}

/** The options for going on with a conversation: without what chose one, and without a prompt, given then. */
export function optionsOf(args: string[]): string[] {
  const kept: string[] = []
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? ''
    if (arg === '--') break
    if (!arg.startsWith('-') || CHOOSING.has(flagOf(arg))) continue
    kept.push(arg)
    if (!VALUED.has(arg)) continue
    kept.push(...args.slice(at + 1, at + 2))
    at += 1
  }
  return kept
}
