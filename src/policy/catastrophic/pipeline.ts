import type { Call, Judge } from '../judge.ts'
import { inside, note } from '../judge.ts'
import { readScript } from '../parse.ts'
import { literal } from '../words.ts'
import { SHELLS } from './shells.ts'
import { FETCHES, NETWORK, runsInput, secretIn } from './network.ts'

/** What a pipeline does that none of its commands does alone. `stages` hold the commands that really run in each. */
export function judgePipeline(judge: Judge, stages: readonly Call[][], piece: string): void {
  const at = (test: (call: Call) => boolean): number[] =>
    stages.flatMap((calls, i) => (calls.some(test) ? [i] : []))
  const fetches = at((c) => FETCHES.test(c.name) && !(c.name === 'openssl' && c.args[0]?.text !== 's_client'))
  const runs = at(runsInput)
  if (fetches.some((f) => runs.some((r) => r > f)))
    note(judge, 'runs what it downloads, unseen', piece, 'catastrophic')
  // A shell that reads from one end and is piped into a connection hands itself over.
  const lines = at((c) => /^(nc|ncat|netcat|telnet|socat)$/.test(c.name) && c.args.length > 1)
  if (lines.some((l) => runs.some((r) => r < l && stages[r]?.some((c) => SHELLS.test(c.name)))))
    note(judge, 'gives a shell to another machine', piece, 'catastrophic')
  const secrets = at(
    (c) =>
      !NETWORK.test(c.name) &&
      !/^(find|ls|stat|echo|printf|grep|rg|git)$/.test(c.name) &&
      secretIn(judge, c, c.args),
  )
  const searched = at(
    (c) =>
      /^(grep|rg)$/.test(c.name) &&
      secretIn(judge, c, c.args.filter((a) => !a.text.startsWith('-')).slice(1)),
  )
  const sends = at(sendsInput)
  if ([...secrets, ...searched].some((s) => sends.some((n) => n > s)))
    note(judge, 'sends a secret to another machine', piece, 'catastrophic')
  // `echo 'rm -rf /' | sh`: the text is known, so it is judged as what it is.
  for (const r of runs) {
    const [writer] = stages[r - 1] ?? []
    if (
      !writer ||
      stages[r - 1]?.length !== 1 ||
      !/^(echo|printf)$/.test(writer.name) ||
      !stages[r]?.some((c) => SHELLS.test(c.name))
    )
      continue
    const texts = writer.args.map(literal)
    if (texts.some((t) => t === undefined)) continue
    const said = texts
      .filter((t, i) => !(i === 0 && /^-[neE]+$|^['"]?%s(\\n)?['"]?$/.test(t ?? '')))
      .join(' ')
    const read = readScript(said)
    if (read.type === 'script')
      judge.nested(read.script, inside(writer.scope, { source: said, feed: 'unknown' }))
  }
}

function sendsInput({ name, args }: Call): boolean {
  if (name === 'curl')
    return args.some(
      (a) => /@-|^-T-?$|^--upload-file|^-$|^@\/dev\/stdin/.test(a.text) || a.text.startsWith('-T'),
    )
  if (name === 'wget') return args.some((a) => /\/dev\/stdin|=-$/.test(a.text))
  return /^(nc|ncat|netcat|socat|telnet|ssh|sftp|ftp|mail|mailx|sendmail)$/.test(name)
}
