import { spawn } from 'node:child_process'

/** It answers in 2 ms; nobody is to wait for one that hangs. */
const PATIENCE_MS = 1000

/**
 * Whether the kernel makes CR LF of each LF on this process's terminal. Raw mode, as Node sets it, leaves that on. What
 * a session prints has been through its own terminal: a bare LF in it means one row down in the same column, and a
 * second processing would cost as much as all else we do with a byte. Node has no call for it, so stty is asked;
 * without one all stays as it is. Leaving raw mode brings it back in any case.
 */
export function processOutput(on: boolean): Promise<void> {
  return new Promise((resolve) => {
    const child = spawn('stty', [on ? 'opost' : '-opost'], { stdio: ['inherit', 'ignore', 'ignore'] })
    setTimeout(resolve, PATIENCE_MS).unref()
    child.once('error', () => resolve())
    child.once('exit', () => resolve())
  })
}
