import { appendFileSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newestTranscript } from '../../src/agents/claude/files.ts'
import { listPast } from '../../src/agents/claude/past.ts'
import { tailLines } from '../../src/store/transcript.ts'
import { type Measure, median, pause } from '../measure.ts'
import { openPeer, roostDaemon, run, roostCommand } from '../peers.ts'
import { pss, readBytes, used } from '../proc.ts'

const FOLDERS = 500
const EACH = 20
const GB = 1024 ** 3
const TAIL_BYTES = 256 * 1024
const WATCHED = 10

/** What is read of the conversations that agents keep. */
export const transcripts: Measure = {
  name: 'transcripts',
  peers: [],
  rows: [
    {
      key: 'all',
      title: 'newest of 10,000 transcripts in 500 folders',
      unit: 'ms',
      goals: [{ is: 'most', value: 30 }],
    },
    { key: 'one', title: 'newest of one project', unit: 'ms', goals: [{ is: 'most', value: 1 }] },
    { key: 'tail', title: 'tail of a transcript of 1 GB', unit: 'ms', goals: [{ is: 'most', value: 10 }] },
    {
      key: 'read',
      title: 'read for it, of 256 KiB wanted',
      unit: 'KiB',
      goals: [{ is: 'most', value: 512 }],
    },
    {
      key: 'memory',
      title: 'daemon watching 10 conversations, 500 folders on disk: more memory',
      unit: 'MB',
      goals: [{ is: 'most', value: 8 }],
    },
    { key: 'cpu', title: 'the same, idle', unit: 'ms/s', goals: [{ is: 'most', value: 0.05 }] },
  ],
  async run() {
    const home = mkdtempSync(join(tmpdir(), 'rb-'))
    try {
      makeProjects(home)
      const env = { HOME: home }
      const huge = join(home, 'huge.jsonl')
      writeFileSync(huge, '')
      truncateSync(huge, GB)
      appendFileSync(huge, `\n${'{"type":"user","message":{"content":"hello"}}\n'.repeat(10_000)}`)
      const all = await timed(async () => listPast(env, 1))
      const one = await timed(async () => newestTranscript('/work/7', env))
      const before = readBytes()
      const lines = await tailLines(huge, TAIL_BYTES)
      const read = (readBytes() - before) / 1024
      if (lines.length < 50) throw new Error('the tail has no lines')
      return { all, one, tail: await timed(() => tailLines(huge, TAIL_BYTES)), read, ...(await watching()) }
    } finally {
      rmSync(home, { recursive: true, force: true })
    }
  },
}

function makeProjects(home: string): void {
  const projects = join(home, '.claude/projects')
  for (let folder = 0; folder < FOLDERS; folder++) {
    const path = join(projects, `-work-${folder}`)
    mkdirSync(path, { recursive: true })
    for (let file = 0; file < EACH; file++)
      writeFileSync(
        join(path, `${String(folder * EACH + file).padStart(8, '0')}-0000-4000-8000-000000000000.jsonl`),
        '{"cwd":"/work"}\n',
      )
  }
}

/** ms, of seven the median. */
async function timed(act: () => Promise<unknown>): Promise<number> {
  const took: number[] = []
  for (let at = 0; at < 7; at++) {
    const from = performance.now()
    await act()
    took.push(performance.now() - from)
  }
  return median(took)
}

/** A daemon with sessions of an agent whose conversations it follows, against one with sessions of plain programs. */
async function watching(): Promise<Record<string, number>> {
  const plain = await daemonWith('command')
  const followed = await daemonWith('claude')
  return { memory: followed.memory - plain.memory, cpu: followed.cpu }
}

async function daemonWith(agent: 'command' | 'claude'): Promise<{ memory: number; cpu: number }> {
  const holder = await openPeer('roost')
  try {
    const home = holder.env.HOME ?? ''
    makeProjects(home)
    const bin = join(home, 'bin')
    mkdirSync(bin)
    // No agent, but a program that is called as one and does nothing.
    writeFileSync(join(bin, 'claude'), '#!/bin/sh\nexec sleep 100000\n', { mode: 0o755 })
    const env = { ...holder.env, PATH: `${bin}:${holder.env.PATH}` }
    for (let at = 0; at < WATCHED; at++)
      await run(
        [
          ...roostCommand,
          'run',
          '-C',
          home,
          '-a',
          agent,
          '-n',
          `s${at}`,
          ...(agent === 'claude' ? ['x'] : ['--', 'sleep', '100000']),
        ],
        env,
      )
    await pause(8000)
    const pid = await roostDaemon(env)
    await pause(1000)
    const before = used([pid]).cpu
    await pause(5000)
    return { memory: pss(pid), cpu: (used([pid]).cpu - before) / 5 }
  } finally {
    await holder.down()
  }
}
