import { loadEnv } from '../store/job.ts'
import type { Paths } from '../store/paths.ts'
import type { Live } from './live.ts'

/** The environment a session was started from. Lost with its file: then the daemon's own, which is better than none. */
export function envOf({ paths }: { paths: Paths }, id: string): Record<string, string> {
  const saved = loadEnv(paths, id)
  if (saved) return saved
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}

/** The same, read once a session: it never changes, and every tool call asks for it. */
export function envOfLive(daemon: { paths: Paths }, live: Live): Record<string, string> {
  live.env ??= envOf(daemon, live.session.id)
  return live.env
}

/** The starting shell's environment with the agent's own over it; an empty value there removes a variable. */
export function environment(
  shell: Record<string, string>,
  plan: Record<string, string>,
  id: string,
  home: string,
): Record<string, string> {
  // The size of the starting terminal, and what a multiplexer around it says of itself, are not true inside.
  const { COLUMNS: _c, LINES: _l, TMUX: _t, TMUX_PANE: _p, STY: _s, ...rest } = shell
  const all = { ...rest, ...plan, ROOST_SESSION: id, ROOST_HOME: home }
  return Object.fromEntries(Object.entries(all).filter(([name, value]) => value !== '' || !(name in plan)))
}
