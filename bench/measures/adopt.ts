import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { dial } from '../../src/client/control.ts'
import type { Identity, Session } from '../../src/protocol/session.ts'
import { paths } from '../../src/store/paths.ts'
import { RECORD_VERSION } from '../../src/store/record.ts'
import type { Measure } from '../measure.ts'
import { openPeer, roostCommand, run } from '../peers.ts'

const SESSIONS = 1000

/** A daemon that starts and finds a thousand hosts; one process stands for all of these. */
export const adopt: Measure = {
  name: 'adopt',
  peers: [],
  rows: [
    {
      key: 'ms',
      title: 'daemon restart until 1,000 sessions are adopted',
      unit: 'ms',
      goals: [{ is: 'most', value: 2000 }],
    },
  ],
  async run() {
    const holder = await openPeer('roost')
    const home = holder.env.ROOST_HOME ?? ''
    await run([...roostCommand, 'daemon', 'stop'], holder.env)
    const ids = Array.from({ length: SESSIONS }, (_, at) => (0x10000000 + at).toString(16))
    const hosts = spawn(process.execPath, [join(import.meta.dirname, 'children/hosts.ts'), home, ...ids], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    try {
      const host = await new Promise<Identity>((resolve, reject) => {
        hosts.once('exit', () => reject(new Error('the stand-in for hosts ended')))
        hosts.stdout.once('data', (line: Buffer) => resolve(JSON.parse(line.toString()) as Identity))
      })
      for (const id of ids) record(home, id, host)
      const from = performance.now()
      const control = await dial({ home, dist: dirname(roostCommand.at(-1) ?? ''), name: 'bench' })
      const sessions = await control.call('session.list', {})
      const took = performance.now() - from
      control.close()
      const running = sessions.filter(({ life }) => life.status === 'running')
      const unheard = running.filter(
        ({ life }) => life.status === 'running' && life.activity.kind === 'unknown' && life.activity.what,
      )
      if (running.length < SESSIONS || unheard.length > 0)
        throw new Error(`only ${running.length - unheard.length} of ${SESSIONS} were adopted`)
      return { ms: took }
    } finally {
      await run([...roostCommand, 'daemon', 'stop'], holder.env).catch(() => {})
      hosts.kill()
      await holder.down()
    }
  },
}

function record(home: string, id: string, host: Identity): void {
  const job = paths(home).job(id)
  const now = Date.now()
  const session: Session = {
    id,
    agent: 'command',
    name: id,
    title: '',
    cwd: '/',
    pinned: false,
    createdAt: now,
    args: ['sleep', '100000'],
    prompt: '',
    generation: 1,
    life: { status: 'running', since: now, host, agentPid: host.pid, activity: { kind: 'idle', since: now } },
    signals: [],
  }
  mkdirSync(job.folder, { recursive: true, mode: 0o700 })
  writeFileSync(job.state, JSON.stringify({ version: RECORD_VERSION, ...session }), { mode: 0o600 })
}
