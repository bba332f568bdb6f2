import type { Call, Judge } from '../judge.ts'
import { HOLE, inside, note } from '../judge.ts'
import { readScript } from '../parse.ts'
import { wipes } from './disks.ts'
import { printed } from './printed.ts'
import { vitalTree } from './call.ts'
import { SHELLS } from './shells.ts'
import { vitalTarget } from './targets.ts'
import { FETCHES, NETWORK, dialsOut, runsInput, secretIn, showsEnvironment } from './network.ts'

/** What a pipeline does that none of its commands does alone. `stages` hold the commands that really run in each. */
export function judgePipeline(judge: Judge, stages: readonly Call[][], piece: string): void {
  const at = (test: (call: Call) => boolean): number[] =>
    stages.flatMap((calls, i) => (calls.some(test) ? [i] : []))
  const fetches = at((c) => FETCHES.test(c.name) && !(c.name === 'openssl' && c.args[0]?.text !== 's_client'))
  judgeHandedOver(judge, stages, piece)
  const runs = at(runsInput)
  const words = stages.flatMap((calls, i) => (calls.some(runsWords) ? [i] : []))
  if (fetches.some((f) => [...runs, ...words].some((r) => r > f)))
    note(judge, 'runs what it downloads, unseen', piece, 'catastrophic')
  // A shell that reads from one end and is piped into a connection hands itself over.
  const lines = at(
    (c) => (/^(nc|ncat|netcat|telnet|socat)$/.test(c.name) && c.args.length > 1) || dialsOut(c),
  )
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
  const sends = at((c) => sendsInput(c) || asksByName(c))
  const all = at(showsEnvironment)
  if ([...secrets, ...searched, ...all].some((s) => sends.some((n) => n > s)))
    note(judge, 'sends a secret to another machine', piece, 'catastrophic')
  // `echo 'rm -rf /' | sh`: the text is known, so it is judged as what it is.
  for (const r of runs) {
    const before = stages.slice(0, r)
    const [writer] = stages[0] ?? []
    if (!writer || before.some((calls) => calls.length !== 1) || !stages[r]?.some((c) => SHELLS.test(c.name)))
      continue
    const text = printed(before.flat())
    const read = text === undefined ? undefined : readScript(text)
    if (text !== undefined && read?.type === 'script')
      judge.nested(read.script, inside(writer.scope, { source: text, feed: 'unknown' }))
  }
  // `echo d | fdisk /dev/sda`
  for (const call of stages.slice(1).flat()) {
    const text = wipes(
      { ...call, given: '' },
      call.name,
      call.args.filter((a) => !a.text.startsWith('-')),
    )
    if (text) note(judge, text, piece, 'catastrophic')
  }
}

/** A name server asked for what a loop reads. */
const asksByName = ({ name, args }: Call): boolean =>
  /^(dig|nslookup|host|drill)$/.test(name) && args.some((a) => a.text.includes(HOLE))

/** Text handed to something that takes it for code: `xargs sh -c`, `while read l; do eval "$l"; done`. */
function runsWords({ name, args, more }: Call): boolean {
  if (name === 'eval') return args.some((a) => a.text.includes(HOLE))
  const code = args.findIndex((a) => /^-[a-zA-Z]*c$/.test(a.text))
  if (!SHELLS.test(name) || code < 0 || !more) return false
  // The code itself is missing, or is the mark that the input replaces.
  const text = args[code + 1]?.text
  return text === undefined || /^(\{\}|%)$/.test(text)
}

/** `find / | xargs rm`, `echo / | xargs rm -rf`: what is named in one stage is deleted in the next. */
function judgeHandedOver(judge: Judge, stages: readonly Call[][], piece: string): void {
  for (const [i, calls] of stages.entries()) {
    const removes = calls.find((c) => c.more && /^(rm|shred|unlink)$/.test(c.name))
    const [writer] = stages[i - 1] ?? []
    if (!removes || !writer) continue
    const recursive = removes.args.some((a) => /^(-[a-zA-Z]*[rR]|--rec)/.test(a.text))
    const what =
      writer.name === 'find'
        ? vitalTree(judge, writer)
        : recursive && /^(echo|printf)$/.test(writer.name)
          ? writer.args
              .map((a) => vitalTarget(judge, writer.scope, { ...a, text: a.text.replace(/(\\[n0])+$/, '') }))
              .find((w) => w !== undefined)
          : undefined
    if (what) note(judge, `deletes ${what}`, piece, 'catastrophic')
  }
}

function sendsInput({ name, args }: Call): boolean {
  if (name === 'curl')
    return args.some(
      (a) => /@-|^-T-?$|^--upload-file|^-$|^@\/dev\/stdin/.test(a.text) || a.text.startsWith('-T'),
    )
  if (name === 'wget') return args.some((a) => /\/dev\/stdin|=-$/.test(a.text))
  return (
    /^(nc|ncat|netcat|socat|telnet|ssh|sftp|ftp|mail|mailx|sendmail)$/.test(name) || dialsOut({ name, args })
  )
}
