import type { Rgb } from '../protocol/theme.ts'
import type { Deps } from './deps.ts'
import type { Liking } from './model/liking.ts'
import type { Place } from './model/state.ts'
import type { Newcomer } from './newcomer.ts'
import type { Standing } from './term/tty.ts'
import type { ThemeOptions } from './theme.ts'

export type ViewOptions = {
  env: NodeJS.ProcessEnv
  stdin: NodeJS.ReadStream
  stdout: NodeJS.WriteStream
  place: Place
  /** How the list was liked the last time, and where that is kept. */
  kept: Kept
  detachKeys: string[]
  /** The person's own keys, as the config has them. */
  keys?: Record<string, string | string[]>
  /** Shows how many wait as the title of the window. */
  title: boolean
  /** Clicks and the wheel are read; selecting text then needs Shift, as in every program that does so. */
  mouse: boolean
  look?: ThemeOptions
  /** What the terminal shows since before the view was loaded. */
  standing?: Standing
  /** Called at the end with the list as it was last drawn, and with what is behind its text if that is known. */
  keepScreen(screen: Standing & { back?: Rgb }): void
  newcomer?: Newcomer
  deps: Deps
}

/** `write` throws when it could not be kept. */
export type Kept = { read(): unknown; write(liking: Liking): void }
