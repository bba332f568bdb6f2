import { spawnSync } from 'node:child_process'
import { busEnv, LABEL, UNIT } from '../../store/service.ts'
import { EXIT, Failure } from './exit.ts'

/** A manager that hangs must not hang us for ever; a start may take as long as the daemon's adoption, ms. */
const PATIENCE_MS = 100_000

type Ran = { ok: boolean; out: string; error: string }

function run(file: string, args: string[], env = process.env): Ran {
  const done = spawnSync(file, args, { encoding: 'utf8', env, timeout: PATIENCE_MS })
  const error = done.error?.message ?? done.stderr.trim()
  return { ok: done.status === 0, out: (done.stdout ?? '').trim(), error }
}

function must(file: string, args: string[], env?: NodeJS.ProcessEnv): void {
  const { ok, out, error } = run(file, args, env)
  if (!ok) throw new Failure(EXIT.failed, `${[file, ...args].join(' ')}: ${error || out || 'failed'}`)
}

/** The person's `systemd --user`. */
export const userManager = {
  reachable: () => systemctl('show', '--property=Version').ok,
  reload: () => mustSystemctl('daemon-reload'),
  enable: () => mustSystemctl('enable', UNIT),
  /** Returns once the daemon has said that it is ready (Type=notify). */
  start: () => mustSystemctl('start', UNIT),
  restart: () => mustSystemctl('restart', UNIT),
  isActive: () => systemctl('is-active', '--quiet', UNIT).ok,
  /** Ends the daemon; KillMode=process spares its sessions. */
  disable: () => mustSystemctl('disable', '--now', UNIT),
}

function systemctl(...args: string[]): Ran {
  return run('systemctl', ['--user', ...args], busEnv())
}

function mustSystemctl(...args: string[]): void {
  must('systemctl', ['--user', ...args], busEnv())
}

/** launchd's domain of the person who is logged in at the screen (launchctl(1)). */
const domain = () => `gui/${process.getuid?.()}`

export const launchd = {
  isLoaded: () => run('launchctl', ['print', `${domain()}/${LABEL}`]).ok,
  load: (path: string) => must('launchctl', ['bootstrap', domain(), path]),
  unload: () => must('launchctl', ['bootout', `${domain()}/${LABEL}`]),
}
