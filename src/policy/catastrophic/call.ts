import type { Arg, Call, Judge } from '../judge.ts'
import { inside, note } from '../judge.ts'
import { readScript } from '../parse.ts'
import { resolvePath } from '../paths.ts'
import { literal } from '../words.ts'
import { innerName } from '../wrappers.ts'
import { FETCHES, judgeNetwork, runsInput } from './network.ts'
import { printed } from './printed.ts'
import { SHELLS } from './shells.ts'
import { wipes } from './disks.ts'
import { isDisk, ownState, systemFile, systemPath, vitalTarget } from './targets.ts'

// Flags that take the next word, of commands that run their arguments.
const RUNNERS: Record<string, RegExp> = {
  sudo: /^-[ugpCDhRrtTU]$|^--(user|group|prompt|chdir|host|role|type|chroot)$/,
  doas: /^-[uC]$/,
  env: /^-[uCS]$|^--(unset|chdir)$/,
  timeout: /^-[ksn]$|^--(signal|kill-after)$/,
  nice: /^-n$|^--adjustment$/,
  ionice: /^-[cnp]$/,
  stdbuf: /^-[ioe]$/,
  nohup: /^$/,
  setsid: /^$/,
  time: /^-[of]$/,
  command: /^$/,
  builtin: /^$/,
  exec: /^-a$/,
  busybox: /^$/,
  toybox: /^$/,
  chrt: /^$/,
  unbuffer: /^$/,
  xargs: /^-[nLPsdIEa]$/,
  strace: /^-[eopsuE]$/,
  watch: /^-n$/,
  flock: /^-[wE]$/,
  caffeinate: /^-[tw]$/,
  proxychains: /^$/,
}

/**
 * Looks through everything that only runs something else, notes what is catastrophic, and gives the commands that
 * really run.
 */
export function judgeCatastrophe(judge: Judge, call: Call, depth = 0): Call[] {
  if (depth > 8) return [call]
  judgeDestruction(judge, call)
  judgeNetwork(judge, call)
  if (SHELLS.test(call.name) && runsInput(call)) judge.seen.shell = true
  const inner = unwrap(judge, call)
  if (!inner) return [call]
  return inner.flatMap((c) => (c === call ? [c] : judgeCatastrophe(judge, c, depth + 1)))
}

type Unnamed = {
  /** Commands whose output is the name. */
  inner: readonly Call[]
  /** The name is what was read from the input. */
  read: boolean | undefined
}

/** A command whose name is known only when it runs: `$(curl …)`, `$(which rm) -rf /`, `$line`. */
export function judgeNameless(judge: Judge, call: Call, { inner, read }: Unnamed): void {
  if (inner.some((c) => FETCHES.test(c.name)))
    note(judge, 'runs what it downloads, unseen', call.piece, 'catastrophic')
  if (read) judge.seen.shell = true
  const [asked] = inner
  const sought =
    asked && inner.length === 1 && /^(which|command|type)$/.test(asked.name) ? asked.args.at(-1) : undefined
  const name = sought && innerName(sought)
  if (name !== undefined) judgeCatastrophe(judge, { ...call, name })
}

/** The commands this one runs, when it is one that runs others. */
function unwrap(judge: Judge, call: Call): Call[] | undefined {
  const { name, args } = call
  if (SHELLS.test(name) || name === 'su') {
    const at = args.findIndex((a) => /^-[a-zA-Z]*c$/.test(a.text) || a.text === '--command')
    const code = args[at + 1]
    if (at >= 0 && code) return [...runText(judge, call, literal(code) ?? printed(code.inner)), call]
    return call.given !== undefined && SHELLS.test(name)
      ? [...runText(judge, call, call.given), call]
      : undefined
  }
  // What is run at the end is run all the same.
  if (name === 'trap') {
    const [code] = args
    return code && args.length > 1 && code.text !== '-'
      ? [...runText(judge, call, literal(code)), call]
      : undefined
  }
  if (name === 'eval')
    return [
      ...runText(judge, call, args.map((a) => literal(a) ?? printed(a.inner) ?? '"$_"').join(' ')),
      call,
    ]
  if (name === 'find') {
    const at = args.findIndex((a) => /^-(exec|ok)(dir)?$/.test(a.text))
    const ran =
      at >= 0
        ? innerCall(
            call,
            args.slice(at + 1).filter((a) => !/^([;+]|\{\})$/.test(a.text)),
          )
        : undefined
    return ran ? [ran, call] : undefined
  }
  const valued = RUNNERS[name]
  if (!valued) return undefined
  let at = 0
  for (; at < args.length; at++) {
    const text = args[at]?.text ?? ''
    if (text === '--') {
      at++
      break
    }
    if (valued.test(text)) at++
    else if (!text.startsWith('-') && !/^\w+=/.test(text)) break
  }
  if (name === 'timeout' || name === 'chrt' || name === 'flock') at++
  const ran = innerCall(call, args.slice(at))
  if (!ran || name !== 'xargs') return ran && [ran]
  const given = (call.given ?? '').split(/\s+/).filter((text) => text !== '')
  const words = given.map((text): Arg => ({ text, piece: text, splits: false, bare: true, inner: [] }))
  return [{ ...ran, more: true, args: [...ran.args, ...words] }]
}

function innerCall(call: Call, [name, ...args]: Arg[]): Call | undefined {
  const text = name && innerName(name)
  return text === undefined ? undefined : { ...call, name: text, args }
}

function runText(judge: Judge, call: Call, text: string | undefined): Call[] {
  const read = text === undefined ? undefined : readScript(text)
  if (text === undefined || read?.type !== 'script') return []
  return judge.nested(read.script, inside(call.scope, { source: text, feed: 'unknown' })).calls
}

const CHANGES = /^(rm|mv|cp|ln|install|tee|chmod|chown|truncate|shred|unlink|rsync|touch|dd|patch|ed|ex)$/

function judgeDestruction(judge: Judge, call: Call): void {
  const { args, scope, piece } = call
  const name = call.name.replace(/^.*\//, '')
  const flags = args.filter((a) => a.text.startsWith('-')).map((a) => a.text)
  const end = args.findIndex((a) => a.text === '--')
  const operands = args.filter((a, i) => !a.text.startsWith('-') || (end >= 0 && i > end))
  const recursive = flags.some((f) => /^-[a-zA-Z]*[rR]/.test(f) || f.startsWith('--rec'))
  const vital = (list: Arg[]): string | undefined =>
    list.map((a) => vitalTarget(judge, scope, a)).find((what) => what !== undefined)
  const stop = (text: string): void => note(judge, text, piece, 'catastrophic')
  const wiped = wipes(call, name, operands)
  if (wiped) stop(wiped)

  if (CHANGES.test(name) || (name === 'sed' && flags.some((f) => /^-[a-zA-Z]*[iI]|^--in/.test(f)))) {
    const own = operands.some((a) =>
      scope.cwds.some((cwd) => ownState(resolvePath(a.text, cwd, judge.context.home), judge.context)),
    )
    if (own) stop('changes what Roost itself may do')
  }
  const changed = /^(cp|install|mv)$/.test(name)
    ? operands.slice(-1)
    : /^(rm|unlink|shred|truncate)$/.test(name)
      ? operands
      : name === 'sed' && flags.some((f) => /^-[a-zA-Z]*[iI]|^--in/.test(f))
        ? operands
        : []
  for (const { text } of changed)
    for (const cwd of scope.cwds) {
      const what = systemPath(resolvePath(text, cwd, judge.context.home))
      if (what?.startsWith('the system file')) stop(`changes ${what}`)
    }
  if (name === 'rm' && recursive) {
    const what = vital(operands)
    if (what) stop(`deletes ${what}`)
  } else if ((name === 'chmod' || name === 'chown' || name === 'chgrp') && recursive) {
    const what = vital(flags.some((f) => f.startsWith('--reference')) ? operands : operands.slice(1))
    if (what) stop(`changes the rights of everything in ${what}`)
  } else if (name === 'mv') {
    const what = vital(operands.slice(0, -1))
    if (what) stop(`moves ${what} away`)
  } else if (name === 'find') judgeFind(judge, call)
  else if (name === 'rsync' && flags.some((f) => f.startsWith('--del'))) {
    const what = vital(operands.slice(-1))
    if (what) stop(`deletes what is not in the source from ${what}`)
  } else if (name === 'dd') {
    if (args.some((a) => a.text.startsWith('of=') && isDisk(a.text.slice(3)))) stop('overwrites a disk')
    const file = args.find((a) => a.text.startsWith('of='))
    const what = file && systemFile(judge, scope, file.text.slice(3))
    if (what) stop(`overwrites ${what}`)
  } else if (name === 'tee' || name === 'cp' || name === 'install') {
    const targets = name === 'tee' ? operands : operands.slice(-1)
    const what = targets.map((a) => systemFile(judge, scope, a.text)).find((w) => w !== undefined)
    if (what && (name === 'tee' || what === 'a disk')) stop(`overwrites ${what}`)
  } else if (name === 'kill') judgeKill(judge, call)
  else if (name === 'roost' && raises(operands.map((a) => a.text)) && !flags.includes('--help'))
    stop('changes what Roost itself may do')
}

/** An agent that answers for the person, or writes its own rules. What only shows, or takes rights away, asks. */
function raises([verb, what, kind]: string[]): boolean {
  return (
    verb === 'approve' ||
    verb === 'unpause' ||
    (verb === 'rules' && (what === 'rm' || (what === 'add' && kind === 'allow')))
  )
}

/** What a find that nothing narrows goes through whole, when that is vital. */
export function vitalTree(judge: Judge, call: Call): string | undefined {
  const first = call.args.findIndex((a) => /^[-(!]/.test(a.text) && !/^-[PLHO]/.test(a.text))
  const roots = call.args.slice(0, first < 0 ? undefined : first).filter((a) => !a.text.startsWith('-'))
  const what = roots.map((a) => vitalTarget(judge, call.scope, a)).find((w) => w !== undefined)
  const texts = call.args.map((a) => a.text)
  // A name narrows it to something somebody may well want gone.
  const narrowed = texts.some((t, i) => {
    if (
      /^-(i?path|i?wholename|i?regex|newer.*|[cma](time|min)|size|user|group|uid|gid|perm|empty|inum|samefile|lname|nouser|nogroup)$/.test(
        t,
      )
    )
      return true
    return /^-i?name$/.test(t) && !/^[*?\u0001\u0002.]*$/.test(texts[i + 1] ?? '')
  })
  return narrowed ? undefined : what
}

function judgeFind(judge: Judge, call: Call): void {
  const what = vitalTree(judge, call)
  const texts = call.args.map((a) => a.text)
  const ran = texts.findIndex((t) => /^-(exec|ok)(dir)?$/.test(t))
  const kills = ran >= 0 && texts.slice(ran + 1).some((t) => /^((\/usr)?\/bin\/)?(rm|shred|unlink)$/.test(t))
  const own = call.args.some(({ text }) =>
    call.scope.cwds.some((cwd) => ownState(resolvePath(text, cwd, judge.context.home), judge.context)),
  )
  if (own && (texts.includes('-delete') || kills))
    note(judge, 'changes what Roost itself may do', call.piece, 'catastrophic')
  if (what && (texts.includes('-delete') || kills)) note(judge, `deletes ${what}`, call.piece, 'catastrophic')
}

// `kill -9 -1` reaches every process of the user. A lone `-1` is a signal's number.
function judgeKill(judge: Judge, call: Call): void {
  const texts = call.args.map((a) => a.text)
  const signalFirst = /^-([a-zA-Z]\w*|\d+)$/.test(texts[0] ?? '') && texts[0] !== '--'
  const rest = signalFirst ? texts.slice(/^-[sn]$/.test(texts[0] ?? '') ? 2 : 1) : texts
  if (rest.includes('-1') && !texts.some((t) => /^-[lL]$/.test(t)))
    note(judge, 'ends every process you have', call.piece, 'catastrophic')
}
