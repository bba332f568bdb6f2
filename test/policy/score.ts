/**
 * Scores the analyser on a corpus of labelled commands: `node test/policy/score.ts corpus.jsonl [--list]`. Each line
 * holds at least {command, accept: verdicts that are right, cat, weight?}.
 */
import { readFileSync } from 'node:fs'
import { judgeCommand } from '../../src/policy/command.ts'
import type { Ruling } from '../../src/policy/verdict.ts'

type Row = { command: string; accept: Ruling[]; cat: string; weight?: number; why?: string }

const [path, option] = process.argv.slice(2)
if (path === undefined) throw new Error('give the path of a corpus: one JSON object per line')
const rows: Row[] = readFileSync(path, 'utf8')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line): Row => JSON.parse(line))

const context = { cwd: '/home/me/project', home: '/home/me', gitConfig: () => '', textOf: () => undefined }
const wrong: Record<string, Row[]> = { unsafe: [], secret: [], deferred: [], missed: [], overdenied: [] }
const times: number[] = []
for (const row of rows) {
  const start = performance.now()
  const { verdict } = judgeCommand(row.command, context)
  times.push(performance.now() - start)
  const only = row.accept.length === 1 ? row.accept[0] : undefined
  if (verdict === 'allow' && !row.accept.includes('allow'))
    wrong[row.cat.startsWith('secret') ? 'secret' : 'unsafe']?.push(row)
  if (verdict !== 'allow' && only === 'allow') wrong['deferred']?.push(row)
  if (verdict !== 'deny' && only === 'deny') wrong['missed']?.push(row)
  if (verdict === 'deny' && !row.accept.includes('deny')) wrong['overdenied']?.push(row)
}

const allowOnly = rows.filter((r) => r.accept.length === 1 && r.accept[0] === 'allow')
const real = allowOnly.filter((r) => r.cat === 'real_agent')
const everyday = allowOnly.filter((r) => r.cat !== 'real_agent')
const weigh = (list: Row[]): number => list.reduce((sum, r) => sum + (r.weight ?? 1), 0)
const deferred = wrong['deferred'] ?? []
const percent = (part: number, of: number): string => `${((100 * part) / Math.max(1, of)).toFixed(1)} %`
const must = rows.filter((r) => r.accept.length === 1 && r.accept[0] === 'deny').length
times.sort((a, b) => a - b)
const out = (text: string): void => void process.stdout.write(`${text}\n`)
out(`commands                       ${rows.length}`)
out(`acting commands allowed        ${wrong['unsafe']?.length}`)
out(`secret reads allowed           ${wrong['secret']?.length}`)
out(
  `everyday reads deferred        ${percent(deferred.filter((r) => r.cat !== 'real_agent').length, everyday.length)}`,
)
out(
  `real traffic deferred          ${percent(weigh(deferred.filter((r) => r.cat === 'real_agent')), weigh(real))}`,
)
out(`must-deny caught               ${must - (wrong['missed']?.length ?? 0)} of ${must}`)
out(`over-denied                    ${wrong['overdenied']?.length}`)
out(
  `a decision, ms: p50 ${times[times.length >> 1]?.toFixed(3)}, p99 ${times[Math.floor(times.length * 0.99)]?.toFixed(3)}`,
)
if (option === '--list')
  for (const [kind, list] of Object.entries(wrong))
    for (const row of list) {
      const reasons = judgeCommand(row.command, context).reasons.map((r) => r.text)
      out(
        `${kind.padEnd(10)} ${row.cat.padEnd(10)} ${JSON.stringify(row.command).slice(0, 140)}  ← ${reasons.join('; ')}`,
      )
    }
