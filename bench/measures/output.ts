import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { data } from '../data.ts'
import { type Measure, type Options, pause } from '../measure.ts'
import { DIRECT, openPeer } from '../peers.ts'
import { program } from '../programs.ts'
import { Term } from '../term.ts'

/** How fast a session can print, in its own eyes, while a terminal shows it. */
export const attached: Measure = {
  name: 'thru',
  peers: [DIRECT, 'tmux', 'dtach', 'abduco', 'screen'],
  rows: [
    {
      key: 'speed',
      title: 'output, attached',
      unit: 'MB/s',
      goals: [
        { is: 'least', times: 5, peer: 'tmux' },
        { is: 'least', times: 0.55, peer: DIRECT },
      ],
    },
  ],
  run: (peer, options) => speedOf(peer, options, true),
}

/** The same with nobody there: what is kept is kept all the same. */
export const unattached: Measure = {
  name: 'thru0',
  peers: ['tmux', 'dtach', 'abduco', 'screen'],
  rows: [
    {
      key: 'speed',
      title: 'output, unattached',
      unit: 'MB/s',
      goals: [{ is: 'least', times: 6, peer: 'tmux' }],
    },
  ],
  run: (peer, options) => speedOf(peer, options, false),
}

async function speedOf(peer: string, { mb }: Options, isShown: boolean): Promise<Record<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'rb-'))
  const go = join(folder, 'go')
  const done = join(folder, 'done')
  spawnSync('mkfifo', [go])
  const argv = [program('write'), go, data().stream(mb), done]
  const holder = peer === DIRECT ? undefined : await openPeer(peer)
  try {
    await holder?.create('s', argv)
    await pause(400)
    let term: Term | undefined
    if (isShown) {
      term = holder ? new Term(holder.attachCommand('s'), { env: holder.env }) : new Term(argv)
      await term.settle(400, 3000)
    }
    const shown = term?.until(['@@DONE@@'], 'the end of the output')
    writeFileSync(go, 'go\n')
    await shown
    while (!existsSync(done)) await pause(10)
    const [began = 0, ended = 0] = readFileSync(done, 'utf8').split(' ').map(Number)
    await term?.close()
    return { speed: mb / (ended - began) }
  } finally {
    await holder?.down()
    rmSync(folder, { recursive: true, force: true })
  }
}
