import { execFile } from 'node:child_process'
import { cleanLine } from '../../protocol/clean.ts'

/** A program may ask the network before it tells its version, or be slow to start on a busy machine, ms. */
const VERSION_MS = 10_000

/** The number in the first line that has one; null when it tells none. */
export function versionOf(path: string, env: Record<string, string>): Promise<string | null> {
  return new Promise((resolve) => {
    const child = execFile(
      path,
      ['--version'],
      { env, timeout: VERSION_MS, killSignal: 'SIGKILL', encoding: 'utf8', maxBuffer: 65_536 },
      (error, stdout) => {
        const found = /\d+(?:\.\d+)+(?:[\w.+-]*\w)?/.exec(cleanLine(stdout, 400))
        resolve(error && !found ? null : (found?.[0] ?? null))
      },
    )
    child.stdin?.end()
  })
}
