import { channelNames, detailOf, labelOf, SOURCE_SAYS, stateWord } from '../protocol/session.ts'
import { fitsWish, type AuditEntry } from '../protocol/audit.ts'
import { readAudit } from '../store/audit.ts'
import { paths, roostHome } from '../store/paths.ts'
import { lineOf } from './io/audit-line.ts'
import { readArgs } from './io/args.ts'
import { findSession, withDaemon } from './io/daemon.ts'
import { EXIT } from './io/exit.ts'
import { age, print, printJson, short } from './io/out.ts'
import { jsonOf } from './io/rows.ts'

const help = `usage: roost explain [--json] <id|name|request>

Says why a session is shown as it is: each signal with who gave it and when, the newest last. Of a request, open
or answered: what was asked, why it is risky, who decided and when.`

export async function run(argv: string[]): Promise<number> {
  const { values, words } = readArgs(argv, {
    help,
    options: { json: { type: 'boolean' } },
    words: { min: 1, max: 1 },
  })
  const word = words[0] ?? ''
  const story = storyOf(word)
  if (story.length > 0) {
    if (values.json) printJson(story)
    else print(story.map(lineOf).join('\n'))
    return EXIT.ok
  }
  const { session, signals } = await withDaemon(async (control) => {
    const { id } = await findSession(control, word)
    return control.call('session.explain', { id })
  })
  if (values.json) {
    printJson({ ...jsonOf(session), signals })
    return EXIT.ok
  }
  const { life } = session
  print(
    [
      `${session.id}  ${labelOf(session)}`,
      `${session.agent} in ${short(session.cwd)}${life.status === 'running' ? `, agent pid ${life.agentPid}, host pid ${life.host.pid}` : ''}`,
      `conversation  ${session.resumeId ?? 'not known'}`,
      `state         ${stateWord(session)}${detailOf(session) ? `: ${detailOf(session)}` : ''}`,
      ...(session.channel
        ? [`channel       ${channelNames(session.channel)}: its messages come from there`]
        : []),
      'because',
      ...signals.map(
        ({ source, at, says }) =>
          `  ${new Date(at).toLocaleTimeString('en-GB')}  ${age(at, Date.now()).padStart(4)} ago  ${says}  (${SOURCE_SAYS[source]})`,
      ),
    ].join('\n'),
  )
  return EXIT.ok
}

/** All that the audit has of one request: 6 hex digits, or at least 4 of them. */
function storyOf(word: string): AuditEntry[] {
  if (!/^[0-9a-f]{4,6}$/.test(word)) return []
  return readAudit(paths(roostHome()).audit).filter((entry) => fitsWish(entry, { request: word }))
}
