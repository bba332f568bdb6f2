import { join } from 'node:path'
import { type Measure, median, pause, quantile, US } from '../measure.ts'
import { roostCommand } from '../peers.ts'
import { pss, used } from '../proc.ts'
import { claudeHome, installClaude } from '../../test/real/support/claude-cli.ts'
import { serveFakeMessages } from '../../test/real/support/fake-messages.ts'
import { openStage, type Stage } from '../stage.ts'
import { Term } from '../term.ts'

const FLOOR = 'painter'
/** Claude Code's own view of its background sessions, with none in it: it could not be lighter. */
const CLAUDE = 'claude agents'
const SESSIONS = 1000
const OPENED = 5
const KEYS = 150
const CHANGES_PER_SECOND = 20
const WATCHED_MS = 5000
const SIZE = { cols: 120, rows: 36 }
/** Drawn anew by a key that moves, and by nothing else. */
const BAR = Buffer.from('▌')

/** The view with a thousand sessions, beside the least that could show them: no framework, rows written by hand. */
export const view: Measure = {
  name: 'view',
  peers: [FLOOR, CLAUDE],
  rows: [
    { key: 'paint', title: 'view: first paint', unit: 'ms', goals: [{ is: 'most', value: 70 }] },
    { key: 'live', title: 'view: first live frame', unit: 'ms', goals: [{ is: 'most', value: 250 }] },
    { key: 'key50', title: 'view: key to bytes, p50', unit: 'ms', goals: [{ is: 'most', value: 16 }] },
    { key: 'key99', title: 'view: key to bytes, p99', unit: 'ms', goals: [{ is: 'most', value: 50 }] },
    { key: 'busy50', title: 'the same at 20 changes/s, p50', unit: 'ms', goals: [{ is: 'most', value: 16 }] },
    { key: 'busy99', title: 'the same at 20 changes/s, p99', unit: 'ms', goals: [{ is: 'most', value: 50 }] },
    {
      key: 'bytes',
      title: 'view: written at 20 changes/s',
      unit: 'B/s',
      goals: [{ is: 'most', value: 2500 }],
    },
    { key: 'cpu', title: 'view: CPU at 20 changes/s', unit: '%', goals: [{ is: 'most', value: 8 }] },
    {
      key: 'stillBytes',
      title: 'view: written when nothing changes',
      unit: 'B/s',
      goals: [{ is: 'most', value: 0 }],
    },
    {
      key: 'stillCpu',
      title: 'view: CPU when nothing changes',
      unit: '%',
      goals: [{ is: 'most', value: 0.1 }],
    },
    { key: 'memory', title: 'view: memory (PSS)', unit: 'MB', goals: [{ is: 'most', value: 140 }] },
  ],
  async run(peer) {
    if (peer === CLAUDE) return claudeView()
    const stage = await openStage(SESSIONS)
    try {
      const opened = await opening(peer, stage)
      return { ...opened, ...(await using(peer, stage)) }
    } finally {
      await stage.down()
    }
  },
}

async function claudeView(): Promise<Record<string, number>> {
  const [program, api] = await Promise.all([installClaude(), serveFakeMessages()])
  const home = claudeHome({ api: api.url })
  const open = () =>
    new Term([program, 'agents'], { env: { ...home.env, TERM: 'xterm-256color' }, cwd: home.cwd, ...SIZE })
  const whole = ['shortcuts']
  try {
    const took = await opened(async () => {
      const term = open()
      // Drawn in one go: there is no earlier paint to tell from it.
      const live = (await term.until(whole, 'its last row')) - term.startedAt
      return { term, paint: live, live, leave: '\x03\x03' }
    })
    const term = open()
    await term.until(whole, 'its last row')
    await term.settle(1000)
    await pause(3000)
    const still = await watched(term)
    const memory = pss(term.pid)
    await term.close()
    return { ...took, stillBytes: still.bytes, stillCpu: still.cpu, memory }
  } finally {
    await api.close()
    home.remove()
  }
}

/** As a person comes back to it: the first time leaves what later ones begin with. */
async function opened(
  once: () => Promise<{ term: Term; paint: number; live: number; leave: string }>,
): Promise<{ paint: number; live: number }> {
  const paint: number[] = []
  const live: number[] = []
  for (let at = 0; at <= OPENED; at++) {
    const { term, leave, ...took } = await once()
    paint.push(took.paint)
    live.push(took.live)
    await term.settle(300)
    term.write(leave)
    await term.close()
  }
  return { paint: median(paint.slice(1)), live: median(live.slice(1)) }
}

const commandOf = (peer: string, stage: Stage): string[] =>
  peer === US
    ? roostCommand
    : [process.execPath, join(import.meta.dirname, '../programs/painter.mjs'), stage.socket]

const opening = (peer: string, stage: Stage): Promise<{ paint: number; live: number }> =>
  opened(async () => {
    const mark = stage.mark()
    const term = new Term(commandOf(peer, stage), { env: stage.env, ...SIZE })
    const paint = (await term.until(['roost'], 'the first paint')) - term.startedAt
    return { term, paint, live: (await term.until([mark], 'a live row')) - term.startedAt, leave: 'q' }
  })

async function using(peer: string, stage: Stage): Promise<Record<string, number>> {
  const mark = stage.mark()
  const term = new Term(commandOf(peer, stage), { env: stage.env, ...SIZE })
  await term.until([mark], 'a live row')
  await term.settle(1000)
  const quiet = await keys(term)
  await pause(3000)
  const still = await watched(term)
  const timer = setInterval(() => stage.change(), 1000 / CHANGES_PER_SECOND)
  const busy = await keys(term)
  await pause(2500) // the last key's time of faster drawing is over
  const changing = await watched(term)
  clearInterval(timer)
  const memory = pss(term.pid)
  term.write('q')
  await term.close()
  return {
    key50: quantile(quiet, 0.5),
    key99: quantile(quiet, 0.99),
    busy50: quantile(busy, 0.5),
    busy99: quantile(busy, 0.99),
    bytes: changing.bytes,
    cpu: changing.cpu,
    stillBytes: still.bytes,
    stillCpu: still.cpu,
    memory,
  }
}

/** ms each. */
async function keys(term: Term): Promise<number[]> {
  const took: number[] = []
  for (let n = 0; n < KEYS; n++) {
    took.push((await term.answer(n % 20 < 10 ? 'j' : 'k', BAR)) / 1000)
    await pause(25)
  }
  return took
}

async function watched(term: Term): Promise<{ bytes: number; cpu: number }> {
  const before = { bytes: term.total, cpu: used([term.pid]).cpu, at: performance.now() }
  await pause(WATCHED_MS)
  const seconds = (performance.now() - before.at) / 1000
  return {
    bytes: (term.total - before.bytes) / seconds,
    cpu: ((used([term.pid]).cpu - before.cpu) / (seconds * 1000)) * 100,
  }
}
