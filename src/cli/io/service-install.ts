import { mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ensurePrivate } from '../../store/paths.ts'
import { agentFile, installedIn, lingers, UNIT, unitFile, userName } from '../../store/service.ts'
import { writeAtomic } from '../../store/write.ts'
import { EXIT, Failure } from './exit.ts'
import { launchd, userManager } from './service-manager.ts'
import { type Manager, managerHere, servicePlan, serviceText } from './service-plan.ts'
import { shellWord, type ServicePlan } from './service-text.ts'

/**
 * What install did. `active`: the daemon now runs under the manager (and goes when nothing is left to do);
 * `waits`: why it will only be started later. `next`: commands for the person, each with what it is for.
 */
export type InstallOutcome = {
  manager: Manager
  path: string
  state: 'active' | 'waits' | 'offered'
  says: string[]
  next: { why: string; command: string }[]
}

/** @throws Failure `conflict` when a file of somebody else is in the way, `failed` when the manager refuses. */
export function installService(manager: Manager = managerHere()): InstallOutcome {
  const plan = servicePlan()
  const { path, text } = serviceText(manager, plan)
  if (manager === 'cron') return offerCron(text.trim())
  makeWay(path, plan)
  ensurePrivate(plan.home) // launchd opens the log in it before the daemon has made it
  mkdirSync(dirname(path), { recursive: true })
  writeAtomic(path, text, 0o644)
  return manager === 'systemd' ? enableUnit(path) : loadAgent(path)
}

export type UninstallOutcome = { manager: Manager; removed: string | undefined; says: string[] }

/** Undoes install. Sessions go on, and so does starting on demand. @throws Failure as `installService`. */
export function uninstallService(manager: Manager = managerHere()): UninstallOutcome {
  if (manager === 'cron')
    return {
      manager,
      removed: undefined,
      says: ['if you put a line into your crontab, take it out: crontab -e'],
    }
  const path = manager === 'systemd' ? unitFile() : agentFile()
  const found = installedIn(path)
  if (found === 'none') return { manager, removed: undefined, says: ['nothing is installed'] }
  if (found === 'foreign') throw foreign(path)
  if (manager === 'launchd') {
    if (launchd.isLoaded()) launchd.unload()
  } else if (userManager.reachable()) userManager.disable()
  rmSync(path, { force: true })
  if (manager === 'systemd') {
    rmSync(wish(path), { force: true })
    if (userManager.reachable()) userManager.reload()
  }
  return { manager, removed: path, says: ['sessions go on; the next command starts the daemon by itself'] }
}

function makeWay(path: string, plan: ServicePlan): void {
  const found = installedIn(path)
  if (found === 'foreign') throw foreign(path)
  if (found !== 'none' && found.home !== plan.home)
    throw new Failure(
      EXIT.conflict,
      `${path} starts the daemon of ${found.home}, and a user has one; first: ROOST_HOME=${shellWord(found.home)} roost daemon uninstall`,
    )
}

function foreign(path: string): Failure {
  return new Failure(EXIT.conflict, `${path} was not written by roost; move it elsewhere, then try again`)
}

/** Where `systemctl enable` puts what the unit's WantedBy= asks for. */
const wish = (unit: string) => join(dirname(unit), 'default.target.wants', UNIT)

function enableUnit(path: string): InstallOutcome {
  const reached = userManager.reachable()
  if (reached) {
    userManager.reload()
    userManager.enable()
  } else {
    mkdirSync(dirname(wish(path)), { recursive: true })
    rmSync(wish(path), { force: true })
    symlinkSync(path, wish(path))
  }
  const outcome = { manager: 'systemd' as const, path }
  const user = userName()
  if (!lingers(user))
    return {
      ...outcome,
      state: 'waits',
      says: [
        'linger is off for you: your services start only when you log in, and all they started ends when you',
        'log out. So this one waits until linger is on; until then the daemon starts with the first command.',
      ],
      next: [
        { why: 'turn linger on', command: `loginctl enable-linger ${user}` },
        { why: 'then start it', command: `systemctl --user start ${UNIT}` },
      ],
    }
  if (!reached)
    return {
      ...outcome,
      state: 'waits',
      says: ['your systemd user manager cannot be reached from here; it starts the daemon at the next boot.'],
      next: [],
    }
  if (userManager.isActive()) userManager.restart()
  else userManager.start()
  return { ...outcome, state: 'active', says: [ACTIVE], next: [] }
}

const ACTIVE =
  'the daemon runs under it now, starts at boot, and is started again when it fails. It goes when nothing is left to do; the next command brings it back.'

function loadAgent(path: string): InstallOutcome {
  if (launchd.isLoaded()) launchd.unload()
  launchd.load(path)
  return { manager: 'launchd', path, state: 'active', says: [ACTIVE], next: [] }
}

function offerCron(line: string): InstallOutcome {
  return {
    manager: 'cron',
    path: 'crontab',
    state: 'offered',
    says: [
      'there is no systemd or launchd here; nothing was written. If cron runs, it can start the daemon at boot.',
    ],
    next: [
      {
        why: 'start the daemon at boot',
        command: `(crontab -l 2>/dev/null; echo ${shellWord(line)}) | crontab -`,
      },
    ],
  }
}
