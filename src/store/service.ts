import { existsSync, readFileSync } from 'node:fs'
import { homedir, userInfo } from 'node:os'
import { join } from 'node:path'
import { isCode } from './paths.ts'

// Light on purpose: the daemon asks this before it does anything else. Built-ins only.

export const UNIT = 'roost.service'
export const LABEL = 'agentroost.daemon'

/** Which home a service file starts a daemon for, and with which program (absolute path of roost.cjs). */
export type Installed = { home: string; roost: string }

/** The systemd user unit. The manager searches the same folder (systemd.unit(5), user unit search path). */
export function unitFile(env: NodeJS.ProcessEnv = process.env): string {
  return join(env.XDG_CONFIG_HOME || join(env.HOME || homedir(), '.config'), 'systemd', 'user', UNIT)
}

/** The launchd agent. */
export function agentFile(env: NodeJS.ProcessEnv = process.env): string {
  return join(env.HOME || homedir(), 'Library', 'LaunchAgents', `${LABEL}.plist`)
}

const MARK = 'Written by roost daemon install for '

/** One line, by which a file of ours is known again. Fit for a comment in XML, which must not hold `--`. */
export function markOf(installed: Installed): string {
  return MARK + JSON.stringify(installed).replaceAll('--', '-\\u002d')
}

/** What a service file was written for; `foreign` when we did not write it, `none` when it is not there. */
export function installedIn(path: string): Installed | 'foreign' | 'none' {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (isCode(error, 'ENOENT') || isCode(error, 'ENOTDIR')) return 'none'
    throw new Error(`${path} cannot be read`, { cause: error })
  }
  const json = new RegExp(`${MARK}(\\{.*\\})`).exec(text)?.[1]
  try {
    const value: unknown = JSON.parse(json ?? '')
    if (typeof value === 'object' && value !== null && 'home' in value && 'roost' in value)
      return { home: String(value.home), roost: String(value.roost) }
  } catch {
    // Somebody has edited the line: no longer ours to replace.
  }
  return 'foreign'
}

/** The person's name; a container may run under a number that has none. */
export function userName(): string {
  try {
    return userInfo().username
  } catch {
    return String(process.getuid?.() ?? '')
  }
}

/** Whether this user's services are started at boot and live on after the last logout (loginctl(1)). */
export function lingers(user = userName()): boolean {
  return existsSync(`/var/lib/systemd/linger/${user}`)
}

/**
 * Environment in which `systemctl --user` finds the user's manager: cron, `su` and some terminals come without
 * the folder of its socket.
 */
export function busEnv(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const folder = `/run/user/${process.getuid?.()}`
  return env.XDG_RUNTIME_DIR || !existsSync(folder) ? env : { ...env, XDG_RUNTIME_DIR: folder }
}
