import { data } from '../data.ts'
import { type Measure, pause, quantile } from '../measure.ts'
import { DIRECT, openPeer } from '../peers.ts'
import { program } from '../programs.ts'
import { Term } from '../term.ts'

const KEYS = 1000
const WARM_UP = 50
/** Between two keys, ms: the slower end of a key held down is far away, and nothing of the last one is left. */
const GAP_MS = { least: 1, most: 4 }

/** A key typed until it is shown, by a program that prints what it reads. */
export const echo: Measure = {
  name: 'echo',
  peers: [DIRECT, 'tmux', 'dtach', 'abduco', 'screen'],
  rows: [
    { key: 'p50', title: 'keystroke echo, p50', unit: 'µs', goals: [{ is: 'most', times: 1, peer: 'tmux' }] },
    {
      key: 'p99',
      title: 'keystroke echo, p99',
      unit: 'µs',
      goals: [{ is: 'most', times: 1.2, peer: 'tmux' }],
    },
  ],
  run: (peer) => echoOf(peer, false),
}

/** The same while another session of the same holder prints without end. */
export const echoFlood: Measure = {
  name: 'echoflood',
  peers: ['tmux', 'dtach', 'screen'],
  rows: [
    {
      key: 'p50',
      title: 'echo beside a flood, p50',
      unit: 'µs',
      goals: [{ is: 'most', times: 0.25, peer: 'tmux' }],
    },
    {
      key: 'p99',
      title: 'echo beside a flood, p99',
      unit: 'µs',
      goals: [{ is: 'most', times: 0.8, peer: 'tmux' }],
    },
  ],
  run: (peer) => echoOf(peer, true),
}

async function echoOf(peer: string, floods: boolean): Promise<Record<string, number>> {
  if (peer === DIRECT) return keys(new Term([program('cat')]))
  const holder = await openPeer(peer)
  try {
    if (floods) await holder.create('flood', [program('flood'), data().stream(20)])
    await holder.create('s', [program('cat')])
    await pause(500)
    return await keys(new Term(holder.attachCommand('s'), { env: holder.env }))
  } finally {
    await holder.down()
  }
}

async function keys(term: Term): Promise<Record<string, number>> {
  await term.settle(300, 3000)
  const seen: number[] = []
  for (let at = 0; at < WARM_UP + KEYS; at++) {
    await pause(GAP_MS.least + Math.random() * (GAP_MS.most - GAP_MS.least))
    const took = await term.echo(String.fromCharCode(97 + (at % 26)))
    if (at >= WARM_UP) seen.push(took)
  }
  await term.close()
  return { p50: quantile(seen, 0.5), p99: quantile(seen, 0.99) }
}
