import { hostname } from 'node:os'
import { attach } from '../client/attach.ts'
import { dial } from '../client/control.ts'
import { dialHost } from '../client/host.ts'
import { readLogText, watchLog } from '../client/log.ts'
import { lendTo } from './term/child.ts'
import { DETACH_KEYS } from '../protocol/host.ts'
import type { ThemeChoice } from '../protocol/theme.ts'
import { themeFor, type ThemeOptions } from './theme.ts'
import type { Newcomer } from './newcomer.ts'
import type { Kept, ViewOptions } from './options.ts'
import { view } from './view.tsx'

// One bundle holds both views, and the key table that `roost doctor` checks the config against.
export { keymapOf } from './keymap.ts'
export { runSpoken } from './spoken/main.ts'

export type RunViewOptions = {
  env: NodeJS.ProcessEnv
  stdin: NodeJS.ReadStream
  stdout: NodeJS.WriteStream
  /** Keys that leave an attached session, such as `ctrl+q`. */
  detachKeys?: string[]
  /** Theme and glyphs as the config has them. */
  look?: ThemeOptions
  kept: Kept
  standing?: ViewOptions['standing']
  keepScreen: ViewOptions['keepScreen']
  /** The person's own keys, as the config has them. */
  keys?: Record<string, string | string[]>
  /** Whether the window's title tells how many wait (default true). */
  title?: boolean
  /** Whether the mouse is read (default false). */
  mouse?: boolean
  /** Given when nobody has used Roost here before. */
  newcomer?: Newcomer
}

/** Opens the view on this terminal. Resolves with the exit code once it is left. */
export function runView({
  env,
  stdin,
  stdout,
  detachKeys = DETACH_KEYS,
  look,
  kept,
  standing,
  keepScreen,
  keys,
  title,
  mouse,
  newcomer,
}: RunViewOptions): Promise<number> {
  return view({
    env,
    stdin,
    stdout,
    kept,
    keepScreen,
    ...(standing && { standing }),
    ...(keys ? { keys } : {}),
    title: (title ?? true) && env.TERM !== 'linux' && env.TERM !== 'dumb',
    mouse: mouse ?? false,
    detachKeys,
    ...(look ? { look } : {}),
    ...(newcomer ? { newcomer } : {}),
    place: { host: hostname().split('.')[0] ?? '', home: env.HOME ?? '', cwd: process.cwd(), detachKeys },
    deps: {
      dial,
      dialHost,
      attach,
      readLogText,
      watchLog,
      now: Date.now,
      dashboard: (loan, colours, signal) =>
        lendTo(loan, {
          args: ['stats', '--dashboard'],
          env: { ...env, ROOST_LENT_COLOURS: colours },
          signal,
        }),
    },
  })
}

/** The theme's colours, for a dashboard that nobody lent its terminal; look/lent.ts. */
export const coloursFor = (env: NodeJS.ProcessEnv, choice: ThemeChoice): string =>
  themeFor(env, { choice }).lent
