import { join } from 'node:path'
import type { Plan, ResumeContext, StartContext } from '../agent.ts'
import { conversationId, fileGone } from '../conversation.ts'
import { flagOf, withoutFlags } from '../flags.ts'
import { RULE_MS } from '../patience.ts'
import { asksForTrust, chatOf, geminiFolder } from './files.ts'
import { oneGemini } from './past.ts'

/** A hook that hangs is left by the CLI after this long, ms. */
const HOOK_MS = 10_000

const EVENTS = [
  'SessionStart',
  'SessionEnd',
  'BeforeAgent',
  'AfterAgent',
  'BeforeTool',
  'AfterTool',
  'Notification',
]
const SUBCOMMANDS = new Set('mcp extensions extension skills skill hooks hook gemma'.split(' '))
// Which conversation a start belongs to, or none at all (0.61.0 --help); those in VALUED may take a value.
const CONVERSATION = new Set(
  '--session-id --resume -r --session-file --list-sessions -l --delete-session --prompt -p --prompt-interactive -i'.split(
    ' ',
  ),
)
const VALUED = new Set(
  '--session-id --resume -r --session-file --delete-session --prompt -p --prompt-interactive -i'.split(' '),
)

export function startGemini(context: StartContext): Plan {
  const { session, file } = context
  const { args, prompt } = session
  if (isSubcommand(args)) return { file, args, env: {}, files: [] }
  const { waits, ...plan } = supervised(context)
  const chosen = args.some((arg) => CONVERSATION.has(flagOf(arg)))
  const resumeId = chosen ? undefined : conversationId(session, session.generation)
  return {
    ...plan,
    args: [
      ...(resumeId === undefined ? [] : ['--session-id', resumeId]),
      ...args,
      // It works on a prompt while its trust dialog still stands there: then it is given once that is answered.
      ...(prompt === '' || waits ? [] : [`--prompt-interactive=${prompt}`]),
    ],
    ...(resumeId !== undefined && { resumeId }),
  }
}

/** Goes on with the conversation; one that never took a prompt starts afresh, with the prompt. */
export function resumeGemini(context: ResumeContext): Plan | { cannot: string } {
  const { session, resumeId, env } = context
  if (isSubcommand(session.args)) return startGemini(context)
  // A file is there before the first prompt; a hook names it with that prompt only.
  if (session.transcript === undefined && oneGemini(resumeId, env) === undefined) return startGemini(context)
  if (chatOf(resumeId, session.cwd, env) === undefined) return fileGone(session.transcript)
  const { waits: _, ...plan } = supervised(context)
  return { ...plan, args: [...withoutConversation(session.args), '--resume', resumeId], resumeId }
}

const isSubcommand = ([first]: string[]): boolean => first !== undefined && SUBCOMMANDS.has(first)

function withoutConversation(args: string[]): string[] {
  const first = args.findIndex((arg) => arg.startsWith('-'))
  const options = first === -1 ? [] : args.slice(first) // words before are a prompt
  return withoutFlags(options, CONVERSATION, VALUED)
}

/** `waits`: it will ask about the folder first. Until that is answered it tells nothing: its screen is read. */
function supervised(
  context: StartContext,
): Pick<Plan, 'file' | 'env' | 'files' | 'hooks'> & { waits: boolean } {
  const { file, session, env } = context
  const waits = asksForTrust(session.cwd, env, session.args)
  // One process: otherwise it starts itself again, with more memory.
  const plain = { GEMINI_CLI_NO_RELAUNCH: 'true' }
  if (waits) return { waits, file, env: plain, files: [] }
  return {
    waits,
    file,
    env: { ...plain, ROOST_HOOK_URL: '${HOOK_URL}', ROOST_HOOK_SECRET: '${HOOK_SECRET}' },
    files: extension(context),
    hooks: { hold: [{ event: 'BeforeTool', alone: 'pass', maxMs: RULE_MS }] },
  }
}

/**
 * Gemini takes hooks of the person's only from its own folder: settings elsewhere must belong to root (0.61.0). So
 * they come as an extension there, the same for all sessions, which does nothing outside of Roost.
 */
function extension({ env, hook }: StartContext): Plan['files'] {
  const folder = join(geminiFolder(env), 'extensions', 'roost')
  const about = { name: 'roost', version: '1.0.0', description: 'Tells Roost what its sessions do' }
  const command = (event: string) =>
    `if [ -n "$ROOST_HOOK_URL" ]; then ${event === 'SessionStart' ? started(hook) : `${hook} ${event}`}; fi`
  const hooks = Object.fromEntries(
    EVENTS.map((event) => [
      event,
      [{ hooks: [{ type: 'command', name: 'roost', command: command(event), timeout: HOOK_MS }] }],
    ]),
  )
  return [
    { path: join(folder, 'gemini-extension.json'), text: JSON.stringify(about) },
    { path: join(folder, 'hooks', 'hooks.json'), text: JSON.stringify({ hooks }, null, 1) },
  ]
}

/**
 * What is typed before and right after this hook is lost (0.61.0), and nothing tells when that is
 * over: so the word that it takes keys comes three seconds later, and the hook does not wait for it.
 */
const started = (hook: string): string =>
  `body=$(cat); (sleep 3; printf %s "$body" | ${hook} SessionReady) >/dev/null 2>&1 & printf %s "$body" | ${hook} SessionStart`
