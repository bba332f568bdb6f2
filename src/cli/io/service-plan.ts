import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { distFolder } from '../../client/control.ts'
import { roostHome } from '../../store/paths.ts'
import { agentFile, unitFile } from '../../store/service.ts'
import { cronLine, plistText, type ServicePlan, unitText } from './service-text.ts'

/** Who starts things at boot here. */
export const managers = ['systemd', 'launchd', 'cron'] as const
export type Manager = (typeof managers)[number]

/** `systemctl` alone says nothing: many containers have it without a systemd that runs (sd_booted(3)). */
export function managerHere(): Manager {
  if (process.platform === 'darwin') return 'launchd'
  return existsSync('/run/systemd/system') ? 'systemd' : 'cron'
}

export function servicePlan(): ServicePlan {
  return { home: roostHome(), roost: join(distFolder(), 'roost.cjs'), node: lastingNode(process.execPath) }
}

/** What the manager is to read: a file's text and where it belongs, or a line for the person's crontab. */
export function serviceText(manager: Manager, plan: ServicePlan): { path: string; text: string } {
  switch (manager) {
    case 'systemd':
      return { path: unitFile(), text: unitText(template('roost.service'), plan) }
    case 'launchd':
      return { path: agentFile(), text: plistText(template('agentroost.daemon.plist'), plan) }
    case 'cron':
      return { path: 'crontab', text: `${cronLine(plan)}\n` }
  }
}

function template(name: string): string {
  return readFileSync(join(distFolder(), 'assets', 'service', name), 'utf8')
}

/** Names under which package managers keep the newest node; the real path of some has a version in it. */
const LASTING = ['/usr/bin/node', '/usr/local/bin/node', '/opt/homebrew/bin/node']

/** The node that runs now, by a name that the next upgrade of node does not take away, if it has one. */
function lastingNode(running: string): string {
  return LASTING.find((path) => existsSync(path) && realpathSync(path) === realpathSync(running)) ?? running
}
