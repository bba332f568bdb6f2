import { choiceOf } from '../protocol/theme.ts'
import { loadConfig } from '../store/config.ts'
import { ensurePrivate, paths, roostHome } from '../store/paths.ts'
import { readJson, writeAtomic } from '../store/write.ts'
import { readArgs } from './io/args.ts'
import { EXIT, Failure } from './io/exit.ts'

const help = `usage: roost

Opens the view of all sessions. "?" tells the keys; "q" leaves, and the sessions go on.`

export async function run(argv: string[]): Promise<number> {
  readArgs(argv, { help, options: {} })
  if (!process.stdin.isTTY || !process.stdout.isTTY)
    throw new Failure(EXIT.usage, 'the view needs a terminal; for scripts: roost ls --json')
  const { runView } = await import('../ui/main.tsx')
  const at = paths(roostHome())
  const { config } = loadConfig(at)
  return runView({
    env: process.env,
    stdin: process.stdin,
    stdout: process.stdout,
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
