import { fitsWish } from '../protocol/audit.ts'
import { readAudit } from '../store/audit.ts'
import { paths, roostHome } from '../store/paths.ts'
import { lineOf } from './io/audit-line.ts'
import { readArgs } from './io/args.ts'
import { EXIT, Failure } from './io/exit.ts'
import { print, printJson } from './io/out.ts'

const help = `usage: roost audit [--session ID] [--since WHEN] [--denied] [--json]

Who asked for what, who decided, and why; the newest last.

  --session ID    of one session (any beginning of its id)
  --since WHEN    90m, 12h, 7d, or a date such as 2026-11-20
  --denied        only what was stopped or denied`

const UNIT = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const

export function run(argv: string[]): Promise<number> {
  const { values } = readArgs(argv, {
    help,
    options: {
      session: { type: 'string' },
      since: { type: 'string' },
      denied: { type: 'boolean' },
      json: { type: 'boolean' },
    },
  })
  const since = values.since === undefined ? 0 : sinceOf(values.since)
  const entries = readAudit(paths(roostHome()).audit).filter(
    (entry) =>
      entry.at >= since &&
      fitsWish(entry, {
        ...(values.session !== undefined && { session: values.session }),
        ...(values.denied && { denied: true }),
      }),
  )
  if (values.json) printJson(entries)
  else if (entries.length === 0) print('nothing recorded')
  else print(entries.map(lineOf).join('\n'))
  return Promise.resolve(EXIT.ok)
}

function sinceOf(text: string): number {
  const ago = /^(\d+)([mhd])$/.exec(text)
  const unit = ago?.[2]
  if (unit === 'm' || unit === 'h' || unit === 'd') return Date.now() - Number(ago?.[1]) * UNIT[unit]
  // A day begins at midnight of the person's clock; by itself a date alone is read as one of UTC.
  const at = Date.parse(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00` : text)
  if (Number.isNaN(at)) throw new Failure(EXIT.usage, `--since takes 90m, 12h, 7d or a date, not "${text}"`)
  return at
}
