import type { Arg, Call, Judge } from '../judge.ts'
import { SUBSTITUTED, note, noteForPerson } from '../judge.ts'
import { pathsIn, resolvePath } from '../paths.ts'
import { secretFile } from '../secrets.ts'
import { judgeCode } from './code.ts'
import { SHELLS } from './shells.ts'

export const NETWORK =
  /^(curl|wget|nc|ncat|netcat|nc\.\w+|socat|telnet|ssh|scp|sftp|rsync|ftp|tftp|lftp|http|https|xh|httpie|dig|nslookup|host|drill|mail|mailx|sendmail|openssl|aria2c|fetch)$/
/** Commands whose output comes from elsewhere. */
export const FETCHES =
  /^(curl|wget|fetch|aria2c|nc|ncat|netcat|nc\.\w+|socat|telnet|openssl|lynx|http|xh|ftp|lftp)$/
const INTERPRETERS = /^(python[\d.]*|node|nodejs|deno|bun|perl|ruby|php|lua|Rscript|osascript|pwsh|tclsh)$/

/** Programs that run what they are given on standard input: no script or code among their arguments. */
export function runsInput({ name, args }: Call): boolean {
  if (SHELLS.test(name)) {
    // `-n` only looks whether it could be run.
    if (args.some((a) => /^-[a-zA-Z]*[cn]$/.test(a.text))) return false
    const stdin = args.findIndex((a) => /^-[a-zA-Z]*s$/.test(a.text))
    const operands = args.filter((a) => !/^[-+]/.test(a.text) || a.text === '-')
    return (
      stdin >= 0 ||
      operands.length === 0 ||
      /^(-|\/dev\/stdin|\/dev\/fd\/0|\/proc\/self\/fd\/0)$/.test(operands[0]?.text ?? '')
    )
  }
  if (name === 'source' || name === '.') return /^\/dev\/(stdin|fd\/0)$/.test(args[0]?.text ?? '')
  if (!INTERPRETERS.test(name)) return false
  const [first] = args
  if (first === undefined || first.text === '-' || first.text === '/dev/stdin') return true
  // `-c`, `-e`, `-m`, a file name: the input is data.
  return (
    args.every((a) => /^-[uBEsSIq]+$|^--(?!eval|print|require|import|test|check)[\w-]+$/.test(a.text)) &&
    !args.some((a) => /^--(version|help)$/.test(a.text))
  )
}

export const dialsOut = ({ name, args }: Pick<Call, 'name' | 'args'>): boolean =>
  name === 'openssl' && args[0]?.text === 's_client'

/** Prints every variable, keys among them. */
export function showsEnvironment({ name, args }: Call): boolean {
  if (name === 'env') return args.every((a) => /^(-0|--null)$/.test(a.text))
  if (name === 'printenv' || name === 'set') return args.length === 0
  return /^(export|declare|typeset)$/.test(name) && args.every((a) => /^-[px]+$/.test(a.text))
}

/** Names a secret place among its words or in its inputs. */
export function secretIn(judge: Judge, call: Call, args: readonly Arg[]): boolean {
  return [...args, ...call.reads].some((arg) => namesSecret(judge, call, arg.text))
}

function namesSecret(judge: Judge, call: Call, text: string): boolean {
  return pathsIn(text).some((path) =>
    call.scope.cwds.some(
      (cwd) =>
        /[^\u0000]/.test(path) &&
        // The connection itself is none.
        !/^\/dev\/(tcp|udp)\//.test(path) &&
        secretFile(resolvePath(path, cwd, judge.context.home)) !== undefined &&
        !/[\u0000-\u0005]/.test(path.split('/').slice(0, 1).join('')),
    ),
  )
}

/** One command that fetches code into a shell, opens the machine to another, or sends a secret away. */
export function judgeNetwork(judge: Judge, call: Call): void {
  const { args, piece } = call
  const name = call.name
  const stop = (text: string): void => note(judge, text, piece, 'catastrophic')
  judgeDownloaded(judge, call)
  const connection = [...call.writes, ...call.reads].some((a) => /^\/dev\/(tcp|udp)\//.test(a.text))
  if (connection && SHELLS.test(name)) stop('gives a shell to another machine')
  if (connection && secretIn(judge, call, args)) stop('sends a secret to another machine')
  if (INTERPRETERS.test(name) || /^[gmn]?awk$/.test(name)) judgeCode(judge, call)
  if (/^(nc|ncat|netcat|nc\.\w+)$/.test(name)) {
    const at = args.findIndex((a) => /^-[a-zA-Z]*[ec]$|^--(exec|sh-exec)(=|$)/.test(a.text))
    const program = at < 0 ? '' : (/=(.*)$/.exec(args[at]?.text ?? '')?.[1] ?? args[at + 1]?.text ?? '')
    const place = args.filter((a, i) => !a.text.startsWith('-') && i !== at + 1)
    const shell = /(^|\/)(sh|bash|zsh|dash|ksh|ash|cmd(\.exe)?|powershell)\b/.test(program)
    if (shell && (place.length > 0 || (args.some((a) => /^-[a-zA-Z]*l/.test(a.text)) && place.length > 0)))
      stop('gives a shell to another machine')
  }
  if (
    name === 'socat' &&
    args.some((a) => /^(exec|system):.*\b(sh|bash|zsh|dash)\b/i.test(a.text)) &&
    args.some((a) => /^(tcp|udp|openssl|ssl)/i.test(a.text))
  )
    stop('gives a shell to another machine')
  if (NETWORK.test(name) && sends(judge, call)) stop('sends a secret to another machine')
}

/** Code that comes from the network in a word, a here-text or a file made of a command's output. */
function judgeDownloaded(judge: Judge, call: Call): void {
  const { args, name, piece } = call
  const sources = name === 'source' || name === '.'
  if (!SHELLS.test(name) && !INTERPRETERS.test(name) && name !== 'eval' && !sources) return
  const fetched = (calls: readonly Call[]): boolean => calls.some((c) => FETCHES.test(c.name))
  const stop = (): void => note(judge, 'runs what it downloads, unseen', piece, 'catastrophic')
  const ask = (): void => noteForPerson(judge, 'runs the file that another command downloads for it', piece)
  const code = args.findIndex((a) => fetched(a.inner))
  const before = args[code - 1]?.text ?? ''
  // `sh -c "$(curl …)"`, not `bash x.sh "$(curl …)"`.
  if (code >= 0 && (code === 0 || name === 'eval' || before.startsWith('-'))) {
    // `bash <(curl …)` is how installers are documented, and people do tell agents to run them.
    if (args[code]?.text === SUBSTITUTED && name !== 'eval') ask()
    else stop()
  }
  if (!runsInput(call)) return
  if (fetched(call.filled)) stop()
  if (call.reads.some((a) => a.text === SUBSTITUTED && fetched(a.inner))) ask()
}

/** A network command told to send the contents of a secret file. */
function sends(judge: Judge, call: Call): boolean {
  const { name, args } = call
  const secret = (text: string): boolean => namesSecret(judge, call, text)
  const carried = (arg: Arg | undefined): boolean =>
    arg?.inner.some((c) => secretIn(judge, c, c.args) || showsEnvironment(c)) ?? false
  const after = (flags: RegExp, from = /$^/): boolean =>
    args.some((a, i) => {
      const next = args[i + 1]
      if (flags.test(a.text) && next)
        return (
          (from.test(next.text)
            ? secret(next.text.replace(from, ''))
            : from.source === '$^' && secret(next.text)) || carried(next)
        )
      return false
    })
  switch (name) {
    case 'curl':
      return (
        after(/^(-T|--upload-file)$/) ||
        after(
          /^(-d|-F|--data|--data-binary|--data-raw|--data-urlencode|--data-ascii|--form|--json|-[a-zA-Z]+[dF])$/,
          /^([^=]*=)?[@<]/,
        ) ||
        args.some(
          (a) => /^(--upload-file=|-T.)/.test(a.text) && secret(a.text.replace(/^(--upload-file=|-T)/, '')),
        ) ||
        args.some(
          (a) =>
            /^(--(data[\w-]*|form|json)=|-[dF])([^=]*=)?[@<]/.test(a.text) &&
            secret(a.text.replace(/^(--[\w-]+=|-[dF])([^=]*=)?[@<]/, '')),
        ) ||
        args.some(
          (a) =>
            (!a.text.startsWith('-') || /^(--(data[\w-]*|form|json|url)=|-[dF].)/.test(a.text)) &&
            carried(a) &&
            !isHeader(args, a),
        ) ||
        (args.some((a) => /^[^=]*[@]-$/.test(a.text) || a.text === '-') && secretIn(judge, call, []))
      )
    case 'wget':
      return (
        args.some(
          (a) =>
            (/^--(post|body)-file=/.test(a.text) && secret(a.text.replace(/^[^=]*=/, ''))) ||
            ((!a.text.startsWith('-') || /^--(post|body)-data/.test(a.text)) && carried(a)),
        ) || after(/^--(post|body)-file$/)
      )
    case 'scp':
    case 'rsync': {
      const places = args.filter(
        (a, i) =>
          !a.text.startsWith('-') &&
          !/^-[ieoFPSJclT]$|^--(rsh|exclude|include|.*-from|password-file)$/.test(args[i - 1]?.text ?? ''),
      )
      const to = places.at(-1)
      return (
        to !== undefined &&
        /^([^/:]*:)|^rsync:/.test(to.text) &&
        places.slice(0, -1).some((a) => secret(a.text) && !/^[^/:]+:/.test(a.text))
      )
    }
    case 'dig':
    case 'nslookup':
    case 'host':
    case 'drill':
      return args.some((a) => carried(a))
    case 'socat':
      return args.some(
        (a) => /^(open|file|exec|system):/i.test(a.text) && a.text.split(/[\s:'",]+/).some(secret),
      )
    case 'nc':
    case 'ncat':
    case 'netcat':
    case 'telnet':
    case 'mail':
    case 'mailx':
    case 'sendmail':
    case 'ssh':
    case 'ftp':
    case 'openssl':
      return (name !== 'openssl' || dialsOut(call)) && secretIn(judge, call, [])
    default:
      return false
  }
}

function isHeader(args: readonly Arg[], arg: Arg): boolean {
  return /^(-H|--header|-u|--user|-b|--cookie|-A|-e|--oauth2-bearer|--key|--cert|-E|--cacert|-o|--output|-x|--proxy|--netrc-file|-K|--config)$/.test(
    args[args.indexOf(arg) - 1]?.text ?? '',
  )
}
