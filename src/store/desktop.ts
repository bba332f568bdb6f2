import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Where the session bus lies when nothing says so: a process started over SSH or by systemd has no display of its own. */
export const runtimeFolder = (env: NodeJS.ProcessEnv): string =>
  env.XDG_RUNTIME_DIR ?? `/run/user/${process.getuid?.() ?? 0}`

/** Whether a message could be shown on this machine's desktop: there is a display, or the bus of one. Linux. */
export const hasDesktop = (env: NodeJS.ProcessEnv): boolean =>
  env.DISPLAY !== undefined ||
  env.DBUS_SESSION_BUS_ADDRESS !== undefined ||
  existsSync(join(runtimeFolder(env), 'bus'))
