import { createInterface } from 'node:readline'
import { resolve } from 'node:path'
import { reveal } from '../protocol/clean.ts'
import { readArgs } from './io/args.ts'
import { EXIT, Failure } from './io/exit.ts'
import { print } from './io/out.ts'
import { decider } from './io/policy.ts'

const help = `usage: roost policy check "command" [-C dir]
       roost policy check --jsonl

Says what Roost would do with a command of an agent: allow (it only reads), ask, or deny (catastrophic).

  -C, --cwd DIR   the session's folder (default: this one)
  --jsonl         one {"command": "…", "cwd"?: "…"} a line on standard input; prints one
                  {"verdict", "risk", "reasons"} a line, in the same order, whatever a line holds`

export async function run(argv: string[]): Promise<number> {
  const { values, words } = readArgs(argv, {
    help,
    options: { jsonl: { type: 'boolean' }, cwd: { type: 'string', short: 'C' } },
    words: { min: 1, max: 2 },
  })
  if (words[0] !== 'check')
    throw new Failure(EXIT.usage, `policy knows only "check"\n${help.split('\n', 1)[0]}`)
  const cwd = resolve(values.cwd ?? process.cwd())
  if (values.jsonl) return checkLines(cwd)
  if (words[1] === undefined) throw new Failure(EXIT.usage, `which command?\n${help.split('\n', 1)[0]}`)
  const { verdict, risk, reasons } = decider()(words[1], cwd)
  print(`${verdict} (${risk} risk)`)
  for (const { text, piece } of reasons) print(`  ${text}${piece === undefined ? '' : `: ${reveal(piece)}`}`)
  return EXIT.ok
}

async function checkLines(cwd: string): Promise<number> {
  const decide = decider()
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    const asked = parse(line)
    if (asked === undefined) {
      print(
        JSON.stringify({
          verdict: 'ask',
          risk: 'high',
          reasons: [{ text: 'the line is not {"command": "…"}', level: 'high' }],
        }),
      )
      continue
    }
    const { verdict, risk, reasons } = decide(asked.command, resolve(cwd, asked.cwd ?? '.'))
    print(JSON.stringify({ verdict, risk, reasons }))
  }
  return EXIT.ok
}

function parse(line: string): { command: string; cwd?: string } | undefined {
  try {
    const value: unknown = JSON.parse(line)
    if (typeof value !== 'object' || value === null || !('command' in value)) return undefined
    const { command } = value
    const cwd = 'cwd' in value && typeof value.cwd === 'string' ? value.cwd : undefined
    return typeof command === 'string' ? { command, ...(cwd !== undefined && { cwd }) } : undefined
  } catch {
    return undefined
  }
}
