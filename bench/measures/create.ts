import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dial } from '../../src/client/control.ts'
import { type Measure, median, pause, US } from '../measure.ts'
import { DIRECT, openPeer, roostCommand } from '../peers.ts'
import { program } from '../programs.ts'
import { Term } from '../term.ts'

const TIMES = 20
/** A person who starts sessions one after the other is no faster. */
const BETWEEN_MS = 300

/** A new session until the first line of its program has run. */
export const create: Measure = {
  name: 'create',
  peers: [DIRECT, 'tmux', 'dtach', 'abduco', 'screen'],
  rows: [
    {
      key: 'asked',
      title: 'start a session, asked of the warm daemon',
      unit: 'ms',
      goals: [{ is: 'most', value: 45 }],
    },
    { key: 'command', title: 'start a session, by command', unit: 'ms', goals: [] },
  ],
  async run(peer) {
    const folder = mkdtempSync(join(tmpdir(), 'rb-'))
    const holder = peer === DIRECT ? undefined : await openPeer(peer)
    try {
      const command = await each(folder, async (argv) => {
        if (holder) return holder.create(argv.at(-1)?.split('/').at(-1) ?? '', argv)
        const term = new Term(argv)
        await stamped(argv.at(-1) ?? '')
        await term.close()
      })
      if (peer !== US || !holder) return { command, asked: command }
      const control = await dial({
        home: holder.env.ROOST_HOME ?? '',
        dist: join(roostCommand.at(-1) ?? '', '..'),
        name: 'bench',
      })
      const env = Object.fromEntries(
        Object.entries(holder.env).flatMap(([k, v]) => (v === undefined ? [] : [[k, v]])),
      )
      const asked = await each(folder, async (args) => {
        await control.call('session.start', { agent: 'command', cwd: folder, args, pinned: false, env })
      })
      control.close()
      return { command, asked }
    } finally {
      await holder?.down()
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

async function each(folder: string, start: (argv: string[]) => Promise<void>): Promise<number> {
  const took: number[] = []
  for (let at = 0; at <= TIMES; at++) {
    const stamp = join(folder, `${at}-${Math.random().toString(36).slice(2)}`)
    const from = performance.timeOrigin + performance.now()
    await start([program('stamp'), stamp])
    took.push((await stamped(stamp)) - from)
    await pause(BETWEEN_MS)
  }
  return median(took.slice(1))
}

/** Epoch ms at which the program in the session began. */
async function stamped(path: string): Promise<number> {
  while (!existsSync(path)) await pause(1)
  return Number(readFileSync(path, 'utf8')) * 1000
}
