import { existsSync } from 'node:fs'
import { agentsWith } from '../../agents/all.ts'
import { findProgram } from '../../agents/find.ts'
import type { Paths } from '../../store/paths.ts'
import { agentFile, installedIn, lingers, unitFile } from '../../store/service.ts'
import { versionOf } from './agent-version.ts'
import { shellEnv } from './daemon.ts'
import { installService } from './service-install.ts'
import { managerHere } from './service-plan.ts'

/** Nobody has used this home: nothing was ever started, set or looked at. */
export const isNew = ({ jobs, view, audit, config, log }: Paths): boolean =>
  ![jobs, view, audit, config, log].some((path) => existsSync(path))

/** What the welcome screen shows and does. */
export const newcomer = {
  async look() {
    const env = shellEnv()
    const found = await Promise.all(
      agentsWith({})
        .all // The demo is a way of its own to begin, and a plain program is no agent.
        .filter(({ command, name }) => command !== undefined && name !== 'demo')
        .map(async ({ name, command = name, install = `install ${name}` }) => {
          const path = findProgram(command, env)
          if (path === undefined) return { name, install }
          const version = await versionOf(path, env)
          return version === null ? { name } : { name, version }
        }),
    )
    return { agents: found, boot: boot() }
  },
  /** Off this turn: a service manager takes its time, and the screen must say so first. */
  async install() {
    await new Promise((resolve) => setTimeout(resolve, 50))
    const { state, says, next } = installService()
    const done = state === 'active' ? ['Done: Roost starts at boot.'] : says
    return [...done, ...next.map(({ why, command }) => `${why}: ${command}`)]
  },
}

function boot(): { on: boolean; says: string; command: string } {
  const manager = managerHere()
  const command = 'roost daemon install'
  if (manager === 'cron') return { on: true, says: 'Roost starts with your first command', command }
  const file = manager === 'systemd' ? unitFile() : agentFile()
  const installed = installedIn(file) !== 'none'
  const on = installed && (manager !== 'systemd' || lingers())
  if (on) return { on, says: 'Roost starts at boot', command }
  const says = installed ? 'Roost is to start at boot, but linger is off' : 'Roost does not start at boot yet'
  return { on: installed, says, command: installed ? 'loginctl enable-linger' : command }
}
