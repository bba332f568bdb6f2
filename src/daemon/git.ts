import { execFile } from 'node:child_process'

/** A checkout of a large repository takes a while, ms. */
const GIT_MS = 120_000
const OUTPUT_BYTES = 16 * 1024 * 1024

export type GitRan = {
  code: number
  stdout: string /** Last line of what it complained about. */
  says: string
}

/** Runs git in a folder with the session's PATH and HOME; what the shell's GIT_* variables say is about elsewhere. */
export function git(folder: string, env: Record<string, string>, args: string[]): Promise<GitRan> {
  const own = Object.entries(env).filter(([name]) => !name.startsWith('GIT_'))
  return new Promise((resolve) => {
    const options = {
      cwd: folder,
      env: { ...Object.fromEntries(own), LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0' },
      encoding: 'utf8',
      timeout: GIT_MS,
      maxBuffer: OUTPUT_BYTES,
    } as const
    execFile('git', args, options, (error, stdout, stderr) => {
      const complaint =
        stderr
          .trim()
          .split('\n')
          .at(-1)
          ?.replace(/^fatal: /, '') ?? ''
      if (!error) return resolve({ code: 0, stdout, says: complaint })
      const missing = 'code' in error && error.code === 'ENOENT'
      const code = typeof error.code === 'number' ? error.code : 1
      resolve({ code, stdout, says: missing ? 'git is not installed' : complaint || error.message })
    })
  })
}
