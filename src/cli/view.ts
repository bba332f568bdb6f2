import { existsSync, rmSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { dirname, join } from 'node:path'
import { choiceOf } from '../protocol/theme.ts'
import { build } from '../protocol/version.ts'
import { loadConfig } from '../store/config.ts'
import { ensurePrivate, paths, roostHome, type Paths } from '../store/paths.ts'
import { readJson, writeAtomic } from '../store/write.ts'
import { readArgs } from './io/args.ts'
import { isNew, newcomer } from './io/newcomer.ts'
import { EXIT, Failure } from './io/exit.ts'
import { keepLastScreen, showLastScreen, takeBackScreen } from './io/last-screen.ts'

const help = `usage: roost [--screen-reader]

Opens the view of all sessions. "?" tells the keys; "q" leaves, and the sessions go on.

  --screen-reader   no screen but sentences, line by line; "help" tells what can be said. Also with
                    ROOST_SCREEN_READER=1, or "screenReader": true in config.json`

export async function run(argv: string[]): Promise<number> {
  const { values } = readArgs(argv, { help, options: { 'screen-reader': { type: 'boolean' } } })
  if (!process.stdin.isTTY || !process.stdout.isTTY)
    throw new Failure(EXIT.usage, 'the view needs a terminal; for scripts: roost ls --json')
  const at = paths(roostHome())
  const isFirst = isNew(at)
  const { config } = loadConfig(at)
  const { env, stdin, stdout } = process
  if (
    values['screen-reader'] ||
    config.screenReader ||
    !['', '0', undefined].includes(env.ROOST_SCREEN_READER)
  ) {
    const { runSpoken } = await loaded(at)
    return runSpoken({ env, stdin, stdout, detachKeys: config.detachKeys })
  }
  const last = showLastScreen(at, process)
  const { runView } = await loaded(at).catch((error: unknown) => {
    if (last) takeBackScreen(process)
    throw error
  })
  return runView({
    env,
    stdin,
    stdout,
    kept: {
      read() {
        const found = readJson(at.view)
        return found.ok ? found.value : undefined
      },
      write(liking) {
        ensurePrivate(at.home)
        writeAtomic(at.view, `${JSON.stringify(liking)}\n`)
      },
    },
    detachKeys: config.detachKeys,
    look: {
      choice: choiceOf(config.theme),
      glyphs: config.glyphs,
      ...(last?.back && { back: last.back }),
    },
    ...(last && { standing: last }),
    keepScreen: (screen) => keepLastScreen(at, screen),
    keys: config.keys,
    title: config.notify.title,
    mouse: config.mouse,
    ...(isFirst && { newcomer }),
  })
}

/** Compiled once a build: what V8 made of the view's code is kept, which saves a quarter of its loading. */
function loaded(at: Paths) {
  const folder = join(at.home, 'cache', build)
  if (existsSync(at.home) && !existsSync(folder)) rmSync(dirname(folder), { recursive: true, force: true })
  enableCompileCache(folder)
  return import('../ui/main.tsx')
}
