import { execFile } from 'node:child_process'
import { busEnv, lingers } from '../store/service.ts'

/** What one session's scope is called, and what it may use. */
export type Scope = {
  session: string
  /** Of the session's host: systemd keeps a scope's name while anything is left in it. */
  generation: number
  /** What people see in `systemctl --user status`: the session's label. */
  label: string
  /** As systemd.resource-control(5) has it: `2G`, `40%`. Over it the kernel ends what is largest in the session. */
  memoryMax?: string
}

/**
 * The command that runs `argv` in a systemd scope of its own: same pid, process session and descriptors, since
 * systemd-run registers itself and then becomes the program (about 9 ms). Its environment must lead to the user
 * manager: see `busEnv`. The words are taken as they stand, without specifiers or variables.
 */
export function wrapInScope(argv: readonly string[], scope: Scope): string[] {
  return [
    'systemd-run',
    '--user',
    '--scope',
    '--quiet',
    '--collect', // leaves no failed unit behind when it was ended by a signal
    `--unit=roost-${scope.session}-${scope.generation}.scope`,
    '--slice=roost.slice', // `systemd-cgtop` then shows all sessions together
    `--description=Roost session ${scope.session}: ${scope.label}`,
    // Without OOMPolicy systemd answers one process over the limit by ending the whole session.
    ...(scope.memoryMax === undefined
      ? []
      : [`--property=MemoryMax=${scope.memoryMax}`, '--property=OOMPolicy=continue']),
    '--',
    ...argv,
  ]
}

/**
 * Whether sessions belong in scopes here. Only with linger: without it, the user manager ends about ten seconds
 * after the last logout and takes every scope along, while a plain detached process is spared.
 */
export function wantsScopes(env: NodeJS.ProcessEnv = process.env): Promise<boolean> {
  if (process.platform !== 'linux' || !lingers()) return Promise.resolve(false)
  return new Promise((resolve) => {
    execFile(
      'systemctl',
      ['--user', 'show', '--property=Version'],
      { env: busEnv(env), timeout: 5000 },
      (error) => resolve(error === null),
    )
  })
}
