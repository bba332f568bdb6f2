import { findProgram } from '../../agents/find.ts'
import { dial } from '../../client/control.ts'
import { loadConfig } from '../../store/config.ts'
import { hasDesktop } from '../../store/desktop.ts'
import { paths, roostHome } from '../../store/paths.ts'
import { shellEnv } from './daemon.ts'
import { short } from './out.ts'

/** What `roost doctor` says of one thing. `bad` is an error, `hint` something good to know. */
export type Finding = { what: string; level: 'ok' | 'hint' | 'bad'; says: string; fix?: string }

/** Ways to tell the person something; what failed last is known to the daemon that tried. */
export async function waysToNotify(): Promise<Finding> {
  const { command } = loadConfig(paths(roostHome())).config.notify
  const program = process.platform === 'darwin' ? 'osascript' : 'notify-send'
  const env = shellEnv()
  const reaches = process.platform === 'darwin' || hasDesktop(env)
  const desktop = reaches ? findProgram(program, env) : undefined
  const ways = [
    ...(desktop === undefined ? [] : [`desktop by ${short(desktop)}`]),
    ...(command === undefined ? [] : ['notify.command is set']),
  ]
  const faults = await knownFaults()
  if (faults.length > 0)
    return { what: 'notify', level: 'bad', says: faults.join('; '), fix: 'mend it, then: roost notify test' }
  if (ways.length > 0) return { what: 'notify', level: 'ok', says: ways.join('; ') }
  return {
    what: 'notify',
    level: 'hint',
    says: `only open views can tell you something${reaches ? '' : ': this machine has no desktop session'}`,
    fix: reaches
      ? `install ${program} (Debian: libnotify-bin), or set notify.command in config.json`
      : 'set notify.command in config.json, to be told elsewhere',
  }
}

async function knownFaults(): Promise<string[]> {
  try {
    const control = await dial({ name: 'doctor', start: false })
    const { notifyFaults } = await control.call('daemon.status', {})
    control.close()
    return notifyFaults ?? []
  } catch {
    return [] // no daemon, or one that does not answer: another finding says so
  }
}
