import { writeSync } from 'node:fs'
import { cleanText } from './protocol/clean.ts'
import { version } from './protocol/version.ts'

/** Each verb's file is loaded only when it is called: a cold command costs little more than Node itself. */
const verbs: Record<string, () => Promise<{ run(argv: string[]): Promise<number> }>> = {
  adopt: () => import('./cli/adopt.ts'),
  agents: () => import('./cli/agents.ts'),
  approvals: () => import('./cli/approvals.ts'),
  approve: () => import('./cli/approve.ts'),
  attach: () => import('./cli/attach.ts'),
  audit: () => import('./cli/audit.ts'),
  completion: () => import('./cli/completion.ts'),
  daemon: () => import('./cli/daemon.ts'),
  demo: () => import('./cli/demo.ts'),
  deny: () => import('./cli/deny.ts'),
  doctor: () => import('./cli/doctor.ts'),
  explain: () => import('./cli/explain.ts'),
  hook: () => import('./cli/hook.ts'),
  logs: () => import('./cli/logs.ts'),
  ls: () => import('./cli/ls.ts'),
  notify: () => import('./cli/notify.ts'),
  pause: () => import('./cli/pause.ts'),
  peek: () => import('./cli/peek.ts'),
  pin: () => import('./cli/pin.ts'),
  policy: () => import('./cli/policy.ts'),
  rename: () => import('./cli/rename.ts'),
  respawn: () => import('./cli/respawn.ts'),
  resume: () => import('./cli/resume.ts'),
  rm: () => import('./cli/rm.ts'),
  rules: () => import('./cli/rules.ts'),
  run: () => import('./cli/run.ts'),
  search: () => import('./cli/search.ts'),
  send: () => import('./cli/send.ts'),
  stats: () => import('./cli/stats.ts'),
  stop: () => import('./cli/stop.ts'),
  undo: () => import('./cli/undo.ts'),
  unpause: () => import('./cli/unpause.ts'),
  unpin: () => import('./cli/unpin.ts'),
  usage: () => import('./cli/usage.ts'),
}

const help = `roost: see, steer and trust the coding agents that work for you

  roost                         the view (for a screen reader: roost --screen-reader)
  roost run "prompt"            start a session in the background (also: roost --bg "prompt")
  roost ls                      list sessions             --json, --watch
  roost attach <id>             go into one               Ctrl+Q comes back
  roost peek <id>               its screen as text
  roost logs [-f] <id>          what it printed
  roost search "text"           in what was said and printed, everywhere
  roost send <id> "text"        type a line into it
  roost approvals               what waits for you
  roost approve|deny <request>  answer it
  roost pin|unpin <id>          keep it hot
  roost stop|resume|respawn|rm <id>
  roost undo                    bring back what was removed last
  roost rename <id> "name"
  roost adopt [conversation]    go on with one that was begun elsewhere
  roost agents                  what can be started, and what works with each
  roost explain <id>            why it is shown as it is
  roost rules list|add|rm|test|lint   what passes unasked
  roost pause|unpause <id>      take its autonomy away at its next tool call
  roost policy check "command"  what Roost would do with it
  roost stats|usage [--week]    what it cost, what was asked, memory
  roost audit                   who asked for what, who decided
  roost notify test             try every way of telling you
  roost demo                    three scripted sessions, no agent needed
  roost daemon status|start|stop|logs|install|uninstall
  roost doctor                  check this machine
  roost completion bash|zsh|fish

An id is any unique beginning of it, or the session's name. Each command knows --help.
Exit codes: 0 done, 1 failed, 2 wrong words, 3 not found, 4 not in a state for that, 5 agent missing,
6 daemon unreachable.`

async function main(argv: string[]): Promise<number> {
  const [first, ...rest] = argv
  if (first === undefined || first === '--screen-reader') return (await import('./cli/view.ts')).run(argv)
  if (first === '--help' || first === '-h' || first === 'help') return say(help)
  if (first === '--version' || first === '-V') return say(version)
  const verb = verbs[first === '--bg' ? 'run' : first]
  if (verb) return (await verb()).run(rest)
  const near = Object.keys(verbs).find((name) => name.startsWith(first) || first.startsWith(name))
  complain(
    `roost: there is no command "${cleanText(first)}"${near ? `; do you mean roost ${near}?` : ''} See: roost --help\n`,
  )
  return 2
}

function say(text: string): number {
  writeNow(1, `${text}\n`)
  return 0
}

function complain(text: string): void {
  writeNow(2, text)
}

/** Past `process.stdout`, which takes a command longer to load than all it has to do. */
function writeNow(fd: number, text: string): void {
  const bytes = Buffer.from(text)
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at)
  } catch {
    // `roost --help | head`: the reader has what it wanted.
  }
}

main(process.argv.slice(2)).then(
  (code) => {
    // Nothing of ours may keep a finished command from ending; what it printed was written at once.
    process.exit(code)
  },
  (error: unknown) => {
    if (!(error instanceof Error)) throw error
    // A verb's own help and failures (cli/io) come as errors: they carry what to print and the exit code.
    if (error.name === 'Help') return process.exit(say(error.message))
    const exit = 'exit' in error && typeof error.exit === 'number' ? error.exit : undefined
    complain(
      `roost: ${cleanText((exit === undefined && process.env.ROOST_LOG === 'debug' && error.stack) || error.message)}\n`,
    )
    process.exit(exit ?? 1)
  },
)
