import { statSync, watch } from 'node:fs'
import { holderOf } from '../store/lock.ts'
import { isAlive } from '../store/identity.ts'
import { isCode, paths, roostHome } from '../store/paths.ts'
import { followLines, tailLines } from '../store/transcript.ts'
import { readArgs } from './io/args.ts'
import { withDaemon } from './io/daemon.ts'
import { EXIT, Failure } from './io/exit.ts'
import { age, print, printJson } from './io/out.ts'
import { runDaemon } from './io/service-run.ts'
import { install, uninstall } from './io/service-verbs.ts'

const help = `usage: roost daemon status|start|stop|logs|install|uninstall|ensure|run [--json] [-f] [-n N]

The daemon starts by itself when a command needs it and goes when nothing is left to do.

  status   whether it can be reached, its pid, version, socket and live sessions (exit 6: not running)
  start    start it now
  stop     end it; sessions go on, the next command starts it again
  logs     what it wrote; -f goes on, -n N lines (default 100)

  install    let systemd or launchd start it at boot and again when it fails; docs/always-on.md tells more
             --print     show what would be written, and write nothing
             --for systemd|launchd|cron   instead of what is found here; with --print
  uninstall  undo that
  ensure     start it if it does not run, and say nothing: for cron
  run        be the daemon, in the foreground: for a service manager`

export async function run(argv: string[]): Promise<number> {
  const { values, words } = readArgs(argv, {
    help,
    options: {
      json: { type: 'boolean' },
      follow: { type: 'boolean', short: 'f' },
      lines: { type: 'string', short: 'n' },
      print: { type: 'boolean' },
      for: { type: 'string' },
    },
    words: { min: 1, max: 1 },
  })
  switch (words[0]) {
    case 'status':
      return status(values.json, false)
    case 'start':
      return status(values.json, true)
    case 'stop':
      return stop(values.json)
    case 'logs':
      return logs(Number(values.lines ?? 100), values.follow ?? false)
    case 'install':
      return install({ json: values.json, print: values.print, manager: values.for })
    case 'uninstall':
      return uninstall(values.json)
    case 'ensure':
      return withDaemon(() => Promise.resolve(EXIT.ok), { start: true })
    case 'run':
      return runDaemon()
    default:
      throw new Failure(EXIT.usage, `daemon knows no "${words[0]}"\n${help.split('\n', 1)[0]}`)
  }
}

/** The process that holds the daemon's lock, when it lives: it may be there and yet not answer. */
function holder(): number | undefined {
  const identity = holderOf(paths(roostHome()).daemonLock)
  return identity && isAlive(identity) ? identity.pid : undefined
}

async function status(json: boolean | undefined, start: boolean): Promise<number> {
  const pid = holder()
  if (pid === undefined && !start) {
    if (json) printJson({ running: false })
    else print('not running; the next command that needs it starts it')
    return EXIT.unreachable
  }
  const told = await withDaemon((control) => control.call('daemon.status', {}), { start })
  if (json) printJson({ running: true, ...told })
  else
    print(
      [
        `running   pid ${told.pid}, since ${age(told.startedAt, Date.now())}`,
        `version   ${told.build}`,
        `socket    ${told.socket}`,
        `home      ${told.home}`,
        `sessions  ${told.sessions} live`,
        `clients   ${told.clients - 1} besides this one`,
        ...(told.memory ? [`memory    ${told.memory}`] : []),
      ].join('\n'),
    )
  return EXIT.ok
}

async function stop(json: boolean | undefined): Promise<number> {
  const pid = holder()
  if (pid === undefined) {
    if (json) printJson({ running: false })
    else print('not running')
    return EXIT.ok
  }
  await withDaemon(
    async (control) => {
      await control.call('daemon.stop', {})
      await control.closed
    },
    { start: false },
  )
  if (json) printJson({ running: false, stopped: pid })
  else print(`stopped (pid ${pid}); sessions go on`)
  return EXIT.ok
}

const TAIL_BYTES = 1024 * 1024

async function logs(lines: number, follow: boolean): Promise<number> {
  const { log } = paths(roostHome())
  try {
    const last = await tailLines(log, TAIL_BYTES)
    if (last.length > 0) print(last.slice(-lines).join('\n'))
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error
    if (!follow) print('nothing written yet')
  }
  if (!follow) return EXIT.ok
  let next = statSync(log, { throwIfNoEntry: false })?.size ?? 0
  for await (const _ of changes(log)) {
    const more = await followLines(log, next, TAIL_BYTES)
    next = more.next
    if (more.lines.length > 0) print(more.lines.join('\n'))
  }
  return EXIT.ok
}

/** Yields at every change of a file, for ever; also when it is replaced. */
async function* changes(path: string): AsyncGenerator<void> {
  let wake = () => {}
  watch(path.slice(0, path.lastIndexOf('/')), () => wake())
  for (;;) {
    await new Promise<void>((resolve) => (wake = resolve))
    yield
  }
}
