import { accessSync, constants } from 'node:fs'
import { holderOf } from '../store/lock.ts'
import { isCode, type Paths } from '../store/paths.ts'
import { askDaemon } from './ask.ts'
import { messageOf } from '../protocol/thrown.ts'

/** Long enough for a machine under load: a missed answer costs one feeding of four, ms. */
const ANSWER_MS = 5000

/**
 * What is wrong with this daemon, in one sentence; undefined when nothing is. It dials itself as any client does,
 * so it sees a loop that hangs, a socket that somebody deleted and a home that was moved away or closed.
 * A full disk is none of it: this daemon can still answer, and a new one would find the disk just as full.
 */
export async function faultOf(paths: Paths, pid = process.pid): Promise<string | undefined> {
  try {
    const answered = await askDaemon(paths.daemonSocket, ANSWER_MS)
    if (answered !== pid) return `its socket is answered by another daemon (pid ${answered})`
  } catch (error) {
    return `its socket does not answer: ${messageOf(error)}`
  }
  const holder = holderOf(paths.daemonLock)
  if (holder?.pid !== pid) return `it has lost its lock ${paths.daemonLock}`
  try {
    accessSync(paths.home, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    return `${paths.home} cannot be written (${isCode(error, 'EROFS') ? 'read-only' : 'no access'})`
  }
  return undefined
}
