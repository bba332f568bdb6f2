import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { data } from '../data.ts'
import { type Measure, median, pause, US } from '../measure.ts'
import { openPeer, type Peer, roostDaemon } from '../peers.ts'
import { pss, used } from '../proc.ts'
import { program } from '../programs.ts'

const SESSIONS = 50
/** After the last one was started: what a start leaves to do, a look at its folder after 5 s among it, is done. */
const SETTLE_MS = 8000
/** After a list was asked for: the daemon looks at the branch of the sessions' folder for who reads it, in git, within 5 s. */
const ASKED_MS = 7000
const IDLE_MS = 10_000

/** Fifty sessions in which nothing happens. */
export const idle: Measure = {
  name: 'idle',
  peers: ['tmux', 'dtach', 'abduco', 'screen'],
  rows: [
    {
      key: 'each',
      title: 'holder of an idle session, of 50',
      unit: 'MB',
      goals: [{ is: 'most', value: 11 }],
    },
    { key: 'daemon', title: 'daemon with 50 sessions', unit: 'MB', goals: [{ is: 'most', value: 45 }] },
    { key: 'cpu', title: '50 idle sessions, CPU', unit: 'ms/s', goals: [{ is: 'most', value: 0.05 }] },
    { key: 'wakes', title: '50 idle sessions, wake-ups', unit: '/s', goals: [{ is: 'most', value: 0.5 }] },
  ],
  async run(peer) {
    const holder = await openPeer(peer)
    try {
      for (let at = 0; at < SESSIONS; at++) await holder.create(`s${at}`, ['sleep', '100000'])
      await pause(SETTLE_MS)
      const pids = await holder.pids()
      await pause(ASKED_MS)
      const before = used(pids)
      await pause(IDLE_MS)
      const after = used(pids)
      return {
        ...(await memoryOf(holder, pids, SESSIONS)),
        cpu: (after.cpu - before.cpu) / (IDLE_MS / 1000),
        wakes: (after.switches - before.switches) / (IDLE_MS / 1000),
      }
    } finally {
      await holder.down()
    }
  },
}

export const lines: Measure = {
  name: 'memlines',
  peers: ['tmux', 'dtach', 'screen'],
  rows: [
    {
      key: 'each',
      title: 'holder of a session after 10,000 lines, of 50',
      unit: 'MB',
      goals: [{ is: 'most', value: 13 }],
    },
  ],
  async run(peer) {
    const folder = mkdtempSync(join(tmpdir(), 'rb-'))
    const holder = await openPeer(peer)
    try {
      for (let at = 0; at < SESSIONS; at++) {
        const printed = join(folder, String(at))
        await holder.create(`s${at}`, [program('lines'), data().lines, printed])
        while (!existsSync(printed)) await pause(20)
      }
      await pause(SETTLE_MS)
      const { each = 0 } = await memoryOf(holder, await holder.pids(), SESSIONS)
      return { each }
    } finally {
      await holder.down()
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

/** One process for all is shared out; of ours the daemon is counted by itself. */
async function memoryOf(holder: Peer, pids: number[], sessions: number): Promise<Record<string, number>> {
  if (holder.name !== US) return { each: pids.reduce((sum, pid) => sum + pss(pid), 0) / sessions }
  const daemon = await roostDaemon(holder.env)
  return { each: median(pids.filter((pid) => pid !== daemon).map(pss)), daemon: pss(daemon) }
}
