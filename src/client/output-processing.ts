import { spawnSync } from 'node:child_process'

/** It takes 2 ms; nobody is to wait for one that hangs. */
const PATIENCE_MS = 1000

/**
 * Ends that the kernel makes CR LF of each LF on this process's terminal. Raw mode, as Node sets it, leaves that on.
 * What a session prints has been through its own terminal: a bare LF in it means one row down in the same column, and
 * a second processing would cost as much as all else we do with a byte. Node has no call for it, so stty is asked;
 * without one all stays as it is. Leaving raw mode brings the processing back.
 *
 * Waits for stty: one that is still about it when the terminal is given back would leave the shell a raw one.
 */
export function endOutputProcessing(): void {
  // By its usual place first: half the time would go by in looking along the PATH.
  for (const file of ['/bin/stty', 'stty']) {
    const { error } = spawnSync(file, ['-opost'], {
      stdio: ['inherit', 'ignore', 'ignore'],
      timeout: PATIENCE_MS,
    })
    if (error === undefined || !('code' in error) || error.code !== 'ENOENT') return
  }
}
