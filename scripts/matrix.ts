// The table of agents in README.md, from what test/real found: `node scripts/matrix.ts` fails when it is stale,
// with `-u` it is written anew.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { JOURNEYS, type AgentRecord, type Journey } from '../test/real/support/matrix.ts'

const root = join(import.meta.dirname, '..')
const folder = join(root, '.cache', 'matrix')
const readme = join(root, 'README.md')
const MARKS = /(<!-- agents -->\n)[\s\S]*?(<!-- \/agents -->)/

const records = list(folder)
  .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as AgentRecord)
  .sort((a, b) => order(a) - order(b) || a.agent.localeCompare(b.agent))
const before = readFileSync(readme, 'utf8')
// A run of some agents only says nothing of the others: their columns stay with a whole run.
const known = [...before.matchAll(/`(\w+)` [\d.]+/g)].map(([, name]) => name)
const missing = known.filter((name) => !records.some(({ agent }) => agent === name))
if (missing.length > 0) {
  console.log(`no results of ${missing.join(', ')}: the table of agents was not looked at`)
  process.exit(0)
}
const after = before.replace(MARKS, `$1${table(records)}$2`)
if (after === before) process.exit(0)
if (!process.argv.includes('-u')) {
  console.error('README.md: its table of agents is not what the tests found; npm test -- real -- -u')
  process.exit(1)
}
writeFileSync(readme, after)
console.log('README.md: the table of agents was written anew')

/** Claude Code first, as everywhere; then by name. */
function order({ agent }: AgentRecord): number {
  return agent === 'claude' ? 0 : 1
}

function table(records: AgentRecord[]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |\n`
  const notes = new Map<string, number>()
  const cell = (result: boolean | string | undefined): string => {
    if (result === true) return '✓'
    if (typeof result !== 'string') return '✗'
    if (!notes.has(result)) notes.set(result, notes.size + 1)
    return `— (${notes.get(result)})`
  }
  const keys = Object.keys(JOURNEYS) as Journey[]
  const rows = keys.map((key) => line([JOURNEYS[key], ...records.map(({ results }) => cell(results[key]))]))
  const head = line(['', ...records.map(({ agent, version }) => `\`${agent}\` ${version}`)])
  const foot = [...notes].map(([why, n]) => `(${n}) ${why}`).join('; ')
  return `${head}|---|${records.map(() => ':-:|').join('')}\n${rows.join('')}${foot && `\n${foot}.\n`}`
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.json'))
  } catch {
    return [] // nothing was tried yet
  }
}
