import { choiceOf } from '../protocol/theme.ts'
import { loadConfig } from '../store/config.ts'
import { ensurePrivate, paths, roostHome } from '../store/paths.ts'
import { readJson, writeAtomic } from '../store/write.ts'
import { readArgs } from './io/args.ts'
import { EXIT, Failure } from './io/exit.ts'

const help = `usage: roost [--screen-reader]

Opens the view of all sessions. "?" tells the keys; "q" leaves, and the sessions go on.

  --screen-reader   no screen but sentences, line by line; "help" tells what can be said. Also with
                    ROOST_SCREEN_READER=1, or "screenReader": true in config.json`

export async function run(argv: string[]): Promise<number> {
  const { values } = readArgs(argv, { help, options: { 'screen-reader': { type: 'boolean' } } })
  if (!process.stdin.isTTY || !process.stdout.isTTY)
    throw new Failure(EXIT.usage, 'the view needs a terminal; for scripts: roost ls --json')
  const at = paths(roostHome())
  const { config } = loadConfig(at)
  const { env, stdin, stdout } = process
  if (
    values['screen-reader'] ||
    config.screenReader ||
    !['', '0', undefined].includes(env.ROOST_SCREEN_READER)
  ) {
    const { runSpoken } = await import('../ui/main.tsx')
    return runSpoken({ env, stdin, stdout, detachKeys: config.detachKeys })
  }
  const { runView } = await import('../ui/main.tsx')
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
    look: { choice: choiceOf(config.theme), glyphs: config.glyphs },
    title: config.notify.title,
    mouse: config.mouse,
  })
}
