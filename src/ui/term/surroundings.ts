import { readFileSync } from 'node:fs'

/** What lies between this program and the person's eyes. */
export type Surroundings = {
  line: 'local' | 'ssh' | 'mosh'
  /** Draws on a terminal of its own and passes on what it understands. */
  inside: 'tmux' | 'screen' | undefined
}

/** Generations of processes that are looked at; a shell in a shell in a session manager is six. */
const GENERATIONS = 12

/** `comm` and parent of a process; undefined when it cannot be told (macOS has no /proc). */
type Process = { name: string; parent: number }

export function surroundingsOf(
  env: NodeJS.ProcessEnv,
  parent = process.ppid,
  processOf: (pid: number) => Process | undefined = readProcess,
): Surroundings {
  const inside = env.TMUX ? 'tmux' : env.STY ? 'screen' : undefined
  if (env.NCURSES_NO_UTF8_ACS === '1') return { line: 'mosh', inside } // mosh-server sets it for its child
  // sudo and login shells drop the variable, but not their ancestors.
  for (let pid = parent, left = GENERATIONS; pid > 1 && left > 0; left--) {
    const found = processOf(pid)
    if (!found) break
    if (found.name === 'mosh-server') return { line: 'mosh', inside }
    pid = found.parent
  }
  return { line: env.SSH_CONNECTION || env.SSH_TTY ? 'ssh' : 'local', inside }
}

/** proc(5): `pid (comm) state ppid …`; the name may hold spaces and parentheses. */
function readProcess(pid: number): Process | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const end = text.lastIndexOf(')')
    const parent = Number(text.slice(end + 2).split(' ')[1])
    return { name: text.slice(text.indexOf('(') + 1, end), parent }
  } catch {
    return undefined
  }
}
