// Us and other session holders, measured by the same outside client, in turn within each round, so that what the
// machine does meanwhile hits all alike: read the ratios. `npm run bench -- echo thru --rounds 5`.
import { parseArgs } from 'node:util'
import { measures } from './all.ts'
import { type Measure, US } from './measure.ts'
import { missing } from './peers.ts'
import { machine } from './proc.ts'
import { type Line, numberText, table } from './table.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '3' },
    mb: { type: 'string', default: '100' },
    peers: { type: 'string' },
  },
})
const rounds = Number(values.rounds)
const mb = Number(values.mb)
const unknown = positionals.find((name) => !measures.some((measure) => measure.name === name))
if (unknown !== undefined || !(rounds >= 1) || !(mb >= 1) || process.platform !== 'linux') {
  console.error(
    unknown === undefined
      ? 'usage: npm run bench -- [measure…] [--rounds 3] [--mb 100] [--peers tmux,dtach]; on Linux only'
      : `there is no measure "${unknown}"; there are: ${measures.map(({ name }) => name).join(', ')}`,
  )
  process.exit(2)
}
const chosen = measures.filter(({ name }) => positionals.length === 0 || positionals.includes(name))
const absent = new Map<string, string>()
for (const peer of new Set(chosen.flatMap(({ peers }) => peers))) {
  const why = missing(peer)
  if (why !== undefined) absent.set(peer, why)
}

const here = machine()
const lines: Line[] = []
for (const measure of chosen) lines.push(...(await measured(measure)))
const order = [...new Set(chosen.flatMap(({ peers }) => peers))].filter((peer) => !absent.has(peer))
console.log(`\n${new Date().toISOString().slice(0, 10)}, ${here}; medians of ${rounds} rounds\n`)
console.log(table(lines, order))
for (const why of absent.values()) console.log(`\n${why}`)
process.exit(0) // a terminal that was given up in an error would keep us

async function measured(measure: Measure): Promise<Line[]> {
  const only = values.peers?.split(',')
  const peers = [...measure.peers, US].filter(
    (peer) => !absent.has(peer) && (peer === US || !only || only.includes(peer)),
  )
  const lines = measure.rows.map((row) => ({ row, seen: new Map<string, number[]>() }))
  for (let round = 1; round <= rounds; round++)
    for (const peer of peers) {
      const got = await measure.run(peer, { mb }).catch((error: unknown): Record<string, number> => {
        console.error(`${measure.name} ${peer}: ${String(error)}`)
        return {}
      })
      for (const { row, seen } of lines) {
        const value = got[row.key]
        if (value !== undefined) seen.set(peer, [...(seen.get(peer) ?? []), value])
      }
      console.error(
        `${measure.name} ${round}/${rounds} ${peer}: ${measure.rows
          .map(({ key, unit }) => (got[key] === undefined ? '' : `${key} ${numberText(got[key])} ${unit}`))
          .filter(Boolean)
          .join(', ')}`,
      )
    }
  return lines
}
