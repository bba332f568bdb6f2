import { spawn } from 'node:child_process'
import { data } from '../data.ts'
import { type Measure, median, pause, type Row, US } from '../measure.ts'
import { openPeer, roostCommand } from '../peers.ts'
import { program } from '../programs.ts'
import { byCommand } from './attach.ts'

const TIMES = 12
const NODE = 'node -e 0'
const goal: Row['goals'] = [{ is: 'most', times: 1.35, peer: NODE }]

/** Commands from their start to their end (`attach`: to the whole screen), against a Node that does nothing. */
export const commands: Measure = {
  name: 'commands',
  peers: [NODE],
  rows: [
    { key: 'ls', title: 'roost ls', unit: 'ms', goals: goal },
    { key: 'logs', title: 'roost logs', unit: 'ms', goals: goal },
    { key: 'approve', title: 'roost approve', unit: 'ms', goals: goal },
    { key: 'attach', title: 'roost attach, with the whole screen', unit: 'ms', goals: goal },
  ],
  async run(peer) {
    if (peer === NODE) {
      const bare = median(await timed(['-e', '0'], process.env))
      return { ls: bare, logs: bare, approve: bare, attach: bare }
    }
    const holder = await openPeer(US)
    try {
      await holder.create('s', [program('screen'), data().screen])
      await pause(800)
      const [node = '', ...entry] = roostCommand
      void node
      const of = async (...words: string[]): Promise<number> =>
        median(await timed([...entry, ...words], holder.env))
      return {
        ls: await of('ls', '--json'),
        logs: await of('logs', '-n', '50', 's'),
        // One that is answered already: the same way to the daemon and back, as often as one likes.
        approve: await of('approve', '00000000'),
        attach: median((await byCommand(holder.attachCommand('s'), holder.env)).slice(1)),
      }
    } finally {
      await holder.down()
    }
  },
}

async function timed(args: string[], env: NodeJS.ProcessEnv): Promise<number[]> {
  const took: number[] = []
  for (let at = 0; at < TIMES; at++) {
    const from = performance.now()
    await new Promise((ended) => spawn(process.execPath, args, { env, stdio: 'ignore' }).once('exit', ended))
    took.push(performance.now() - from)
  }
  return took
}
