import { spawn } from 'node:child_process'
import { RESET_MODES } from '../../client/terminal-modes.ts'
import type { Loan } from './loan.ts'

/** A child that does not go although Ctrl+Q was typed is ended after this long, ms. */
const PATIENCE_MS = 1500
const CTRL_Q = 0x11

/**
 * Lends the terminal to a program of ours that draws on its own. Bytes go through this process, which stays the only
 * owner: whatever becomes of the child, the terminal comes back. The window's size is in `ROOST_LENT_WINDOW`, and each
 * change of it is a message. Resolves with what it said when it failed.
 */
export function lendTo(
  loan: Loan,
  { args, env, signal }: { args: string[]; env: NodeJS.ProcessEnv; signal: AbortSignal },
): Promise<{ says?: string }> {
  return new Promise((resolve) => {
    const { cols, rows } = loan.size()
    const child = spawn(process.execPath, [process.argv[1] ?? '', ...args], {
      env: { ...env, ROOST_LENT_WINDOW: `${cols}x${rows}` },
      stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
      signal,
    })
    let complaint = ''
    let kill: NodeJS.Timeout | undefined
    const { stdin, stdout, stderr } = child
    stdin?.on('error', () => {}) // it has just ended
    const unhear = loan.input.onData((chunk) => {
      stdin?.write(chunk)
      if (chunk.includes(CTRL_Q)) kill ??= setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
    })
    const unsize = loan.onResize((size) => {
      if (child.connected) child.send(size, () => {})
    })
    stdout?.on('data', (bytes: Buffer) => {
      if (loan.output.write(bytes)) return
      stdout.pause()
      loan.output.onceDrained(() => stdout.resume())
    })
    stderr?.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(-2000)
    })
    const end = (says?: string) => {
      clearTimeout(kill)
      unhear()
      unsize()
      loan.output.write(RESET_MODES)
      loan.giveBack()
      resolve(says === undefined ? {} : { says })
    }
    let over = false
    const once = (says?: string) => {
      if (over) return
      over = true
      end(says)
    }
    child.on('error', (error) => once(signal.aborted ? undefined : error.message))
    child.on('close', (code) =>
      once(
        code === 0 || signal.aborted
          ? undefined
          : complaint.trim().split('\n').at(-1) || `it ended with exit code ${code}`,
      ),
    )
  })
}
