import { join } from 'node:path'
import { markOf, type Installed } from '../../store/service.ts'
import { EXIT, Failure } from './exit.ts'

/** What a service file is made from. All paths absolute; `node` runs `roost`. */
export type ServicePlan = Installed & { node: string }

/** `template` is assets/service/roost.service. @throws Failure when a path cannot stand in a unit. */
export function unitText(template: string, plan: ServicePlan): string {
  return fill(template, {
    MARK: markOf(plan),
    NODE: unitWord(plan.node),
    ROOST: unitWord(plan.roost),
    ROOST_HOME: unitWord(`ROOST_HOME=${plan.home}`),
  })
}

/** `template` is assets/service/agentroost.daemon.plist. */
export function plistText(template: string, plan: ServicePlan): string {
  return fill(template, {
    MARK: markOf(plan), // in a comment, where nothing is escaped
    NODE: xml(plan.node),
    ROOST: xml(plan.roost),
    HOME: xml(plan.home),
    LOG: xml(join(plan.home, 'daemon.log')),
  })
}

/** A crontab(5) line that starts the daemon at boot. */
export function cronLine(plan: ServicePlan): string {
  const words = [plan.node, plan.roost, 'daemon', 'ensure'].map(shellWord)
  // To cron, but not to the shell, a bare percent sign is the end of the line.
  return `@reboot ROOST_HOME=${shellWord(plan.home)} ${words.join(' ')}`.replaceAll('%', '\\%')
}

function fill(template: string, values: Record<string, string>): string {
  return template.replaceAll(/@([A-Z_]+)@/g, (whole, name: string) => values[name] ?? whole)
}

/** Quoted for a unit: C escapes inside double quotes, and `%` is a specifier (systemd.syntax(7), systemd.unit(5)). */
function unitWord(text: string): string {
  const escaped = line(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%')
  return `"${escaped}"`
}

function xml(text: string): string {
  return line(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

export function shellWord(text: string): string {
  return /^[\w./:@=+-]+$/.test(line(text)) ? text : `'${text.replaceAll("'", "'\\''")}'`
}

function line(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are what is looked for
  if (!/[\u0000-\u001f\u007f]/.test(text)) return text
  throw new Failure(
    EXIT.usage,
    `${JSON.stringify(text)} has a control character in it; a service needs a plainer path`,
  )
}
