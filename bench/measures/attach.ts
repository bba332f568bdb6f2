import { data } from '../data.ts'
import { type Measure, median, pause, US } from '../measure.ts'
import { openPeer, roostCommand } from '../peers.ts'
import { program } from '../programs.ts'
import { Term } from '../term.ts'

const TIMES = 8
const MARKS = ['@@TOP@@', '@@END@@']
const DETACH = '\x11'
const NAME = 'whole-screen'

/** Until the whole screen of a session is there: from the start of the command, and from Enter in the open view. */
export const attach: Measure = {
  name: 'attach',
  peers: ['tmux', 'dtach', 'abduco', 'screen'],
  rows: [
    {
      key: 'view',
      title: 'attach from the open view (others: by command)',
      unit: 'ms',
      goals: [{ is: 'most', times: 0.7, peer: 'tmux' }],
    },
  ],
  async run(peer) {
    const holder = await openPeer(peer)
    try {
      await holder.create(NAME, [program(holder.keepsScreen ? 'screen' : 'redraw'), data().screen])
      await pause(800)
      const took =
        peer === US ? await fromView(holder.env) : await byCommand(holder.attachCommand(NAME), holder.env)
      return { view: median(took.slice(1)) }
    } finally {
      await holder.down()
    }
  },
}

/** ms each, the first one cold. */
export async function byCommand(argv: string[], env: NodeJS.ProcessEnv): Promise<number[]> {
  const took: number[] = []
  for (let at = 0; at <= TIMES; at++) {
    const term = new Term(argv, { env })
    took.push((await term.until(MARKS, 'the screen')) - term.startedAt)
    await term.settle(60)
    await term.close()
    await pause(80)
  }
  return took
}

async function fromView(env: NodeJS.ProcessEnv): Promise<number[]> {
  const term = new Term(roostCommand, { env })
  await term.until([NAME], 'the list')
  await term.settle(500)
  const took: number[] = []
  for (let at = 0; at <= TIMES; at++) {
    const from = performance.now()
    const shown = term.until(MARKS, 'the screen')
    term.write('\r')
    took.push((await shown) - from)
    await term.settle(150)
    term.write(DETACH)
    await term.settle(300)
  }
  await term.close()
  return took
}
