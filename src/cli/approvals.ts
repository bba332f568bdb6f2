import { reveal } from '../protocol/clean.ts'
import { gist, type Request } from '../protocol/request.ts'
import { detailOf, labelOf, type SessionView } from '../protocol/session.ts'
import { readArgs } from './io/args.ts'
import { withDaemon } from './io/daemon.ts'
import { EXIT } from './io/exit.ts'
import { age, print, printJson } from './io/out.ts'

const help = `usage: roost approvals [--json]

Lists what agents ask and wait for.

  --json    an array of {id, session, tool, input, since, risk, reasons, …}`

export async function run(argv: string[]): Promise<number> {
  const { values } = readArgs(argv, { help, options: { json: { type: 'boolean' } } })
  const { requests, sessions } = await withDaemon(async (control) => ({
    requests: await control.call('request.list', {}),
    sessions: await control.call('session.list', {}),
  }))
  if (values.json) printJson(requests)
  else if (requests.length === 0) print(nothingAsked(sessions))
  else
    print(
      [
        ...requests.map((request) => {
          const session = sessions.find(({ id }) => id === request.session)
          const lines = reveal(wordsOf(request)).split('\n')
          // Only a tool call can be risky: a question does nothing, a plan is judged by its words.
          const isCall = request.kind === 'permission'
          const reasons = isCall ? request.reasons.map(({ text }) => `          ! ${text}`) : []
          return [
            `${request.id}  ${session ? labelOf(session) : request.session}  ${age(request.since, Date.now())}  ${isCall ? `${request.risk} risk` : request.kind}`,
            ...lines.map((line) => `        ${line}`),
            ...reasons,
          ].join('\n')
        }),
        ...inside(sessions, 'in their sessions wait, too:'),
      ].join('\n'),
    )
  return EXIT.ok
}

const nothingAsked = (sessions: SessionView[]): string =>
  inside(sessions, 'nothing to answer from here; in their sessions wait:').join('\n') ||
  'nobody waits for you'

/** No card does not mean that nobody waits: some dialogs can be answered in the session only. */
function inside(sessions: SessionView[], head: string): string[] {
  const waiting = sessions.filter(
    ({ life, requests }) =>
      requests.length === 0 && life.status === 'running' && life.activity.kind === 'needs-input',
  )
  if (waiting.length === 0) return []
  return [
    head,
    ...waiting.map((s) => `  ${s.id}  ${labelOf(s)}  ${reveal(detailOf(s))}  → roost attach ${s.id}`),
  ]
}

/** What is asked, whole. */
function wordsOf(request: Request): string {
  if (request.kind === 'plan') return `Plan\n${request.plan ?? ''}`.trimEnd()
  if (request.kind === 'permission') return gist(request.tool, request.input, request.cwd)
  return (request.questions ?? [])
    .map(({ question, options }) => `${question}\n${options.map(({ label }) => `  ${label}`).join('\n')}`)
    .join('\n')
}
