import { spawn } from 'node:child_process'
import { findProgram } from '../../agents/find.ts'
import { hasDesktop, runtimeFolder } from '../../store/desktop.ts'
import { messageOf } from '../../protocol/thrown.ts'

type Env = Record<string, string | undefined>
export type Program = { file: string; args: string[]; env: Env; input?: string; timeoutMs: number }

/** A message is shown within this or not at all, ms. */
const DESKTOP_MS = 5000
/** For a person's own command: long enough for a slow network, ms. */
const COMMAND_MS = 15_000
const STDERR_MAX = 2000

/**
 * The program that shows a message on this machine's desktop: notify-send(1) where a session bus is, osascript(1).
 * Or why there is none, in words.
 */
export function desktopProgram(
  { title, text }: { title: string; text: string },
  env: Env,
  platform: NodeJS.Platform = process.platform,
): Program | { none: string } {
  if (platform === 'darwin') {
    const file = findProgram('osascript', env) ?? '/usr/bin/osascript'
    // As arguments of the script, never as its text.
    const script = [
      'on run argv',
      'display notification (item 2 of argv) with title (item 1 of argv)',
      'end run',
    ]
    const args = [...script.flatMap((line) => ['-e', line]), plainArgument(title), plainArgument(text)]
    return { file, args, env, timeoutMs: DESKTOP_MS }
  }
  const file = findProgram('notify-send', env)
  if (file === undefined) return { none: 'notify-send is not installed' }
  if (!hasDesktop(env)) return { none: 'this machine has no desktop session' }
  return {
    file,
    // The text is markup there (Desktop Notifications Specification), the title is not.
    args: ['--app-name=roost', '--', plainArgument(title), escapeMarkup(text)],
    env: {
      ...env,
      ...(env.DBUS_SESSION_BUS_ADDRESS === undefined && { XDG_RUNTIME_DIR: runtimeFolder(env) }),
    },
    timeoutMs: DESKTOP_MS,
  }
}

export function commandProgram(command: string, env: Env, input: string): Program {
  return { file: '/bin/sh', args: ['-c', command], env, input, timeoutMs: COMMAND_MS }
}

/** No title may be taken for an option. */
const plainArgument = (text: string): string => (text.startsWith('-') ? `· ${text}` : text)

const escapeMarkup = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/**
 * Runs it to its end, in a process group of its own that is ended when it takes too long. Never throws.
 * @returns undefined, or in one sentence what went wrong.
 */
export async function runProgram(program: Program): Promise<string | undefined> {
  try {
    return await ran(program)
  } catch (error) {
    return messageOf(error) // no more files may be opened
  }
}

function ran({ file, args, env, input, timeoutMs }: Program): Promise<string | undefined> {
  return new Promise((resolve) => {
    let stderr = ''
    let isLate = false
    const cwd = env.HOME ?? '/'
    const child = spawn(file, args, { env, cwd, detached: true, stdio: ['pipe', 'ignore', 'pipe'] })
    const timer = setTimeout(() => {
      isLate = true
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
      } catch {
        // It has just ended.
      }
    }, timeoutMs)
    const end = (fault: string | undefined): void => {
      clearTimeout(timer)
      // What it left running may hold these open.
      child.stdin.destroy()
      child.stderr.destroy()
      resolve(fault)
    }
    child.on('error', (error) => end(error.message))
    child.on('exit', (code, signal) => {
      if (isLate) return end(`not done within ${timeoutMs / 1000} s; it was ended`)
      if (code === 0) return end(undefined)
      const said = stderr.trim().split('\n').at(-1) ?? ''
      end(`${signal ? `ended by ${signal}` : `exit ${code}`}${said ? `: ${said}` : ''}`)
    })
    child.stdin.on('error', () => {}) // it need not read
    child.stdin.end(input ?? '')
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(0, STDERR_MAX)
    })
  })
}
