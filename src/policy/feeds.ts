import type { Arg, Call, Feed } from './judge.ts'
import { HOLE, MARKS } from './judge.ts'
import { holdsSecrets, pathsIn, resolvePath } from './paths.ts'
import { secretFile } from './secrets.ts'
import { literal } from './words.ts'

/** What a filter's pattern would have to look for to fish a secret out of a listing. */
const FISHING =
  /env|ssh|id_|rsa|ed25519|secret|cred|pem|\.?key|netrc|npmrc|pypirc|pgpass|kube|aws|gnupg|passw|shadow|token|hist|tfstate|tfvars|vault|\^\\?\.|cookie|auth/i

/**
 * What the names printed by a command are. Only plain listings and plain filters are followed: anything that can
 * make up a new name (`tr`, `rev`, `printf`, `base64 -d`) gives `unknown`.
 */
export function feedOf(call: Call, home: string): Feed {
  const { name, args, scope } = call
  if (args.some((arg) => arg.text.includes(HOLE) || arg.splits)) return 'unknown'
  const secret = args.some((arg) => points(call, arg)) || (LISTS.test(name) && above(call, home))
  const operands = args.filter((arg) => !arg.text.startsWith('-'))
  switch (name) {
    case 'date':
      return args.every(
        (arg) =>
          /^-[uRI]+$|^\+(?!-)([%a-zA-Z:_ -](?! -))*$/.test(arg.text) && !/[^%][a-zA-Z]{2}/.test(arg.text),
      )
        ? 'named'
        : 'unknown'
    case 'seq':
      return args.every((arg) => /^\d+$|^-w$/.test(arg.text)) ? 'digits' : 'unknown'
    case 'pwd':
    case 'whoami':
    case 'hostname':
    case 'uname':
    case 'nproc':
    case 'wc':
    case 'id':
    case 'which':
      return secret || args.some((arg) => /^--./.test(arg.text)) || !words(call, operands)
        ? 'unknown'
        : 'named'
    case 'dirname':
    case 'basename': {
      // With a second word `basename` cuts the end off.
      const [whole] = args
      if (secret || !whole || args.length > 1) return 'unknown'
      const path = whole.text.replace(/(?<=.)\/+$/, '')
      const cut = path.lastIndexOf('/')
      const text = name === 'basename' ? path.slice(cut + 1) : cut < 0 ? '.' : path.slice(0, cut)
      return words(call, [{ ...whole, text }]) ? 'named' : 'unknown'
    }
    case 'realpath':
      return secret || scope.feed !== 'none' || args.length !== 1 || !words(call, args) ? 'unknown' : 'named'
    case 'echo': {
      const said = /^-n$/.test(args[0]?.text ?? '') ? args.slice(1) : args
      return secret || !words(call, said) ? 'unknown' : 'named'
    }
    case 'ls': {
      // More flags print more than names.
      if (secret || args.some((a) => a.text.startsWith('-') && !/^-[1rtSUaARpF]+$/.test(a.text)))
        return 'unknown'
      const narrowed = operands.length > 0 && operands.every((arg) => /\.[\w]+$/.test(arg.text))
      return narrowed && !args.some((a) => /^-[a-zA-Z]*[aAfR]|^--(all|almost|rec)/.test(a.text))
        ? 'named'
        : 'listed'
    }
    case 'find':
      return secret || has(args, '-printf', '-ls')
        ? 'unknown'
        : args.some((a, i) => isExtension(args[i - 1], a)) && !has(args, '-o', '-or', ',', '-not', '!')
          ? 'named'
          : 'listed'
    case 'fd':
      return secret ? 'unknown' : 'listed'
    case 'rg':
    case 'grep':
      if (scope.feed === 'none') {
        const names = args.some((a) => /^-[a-zA-Z]*[lL]$|^--files/.test(a.text))
        return names && !secret ? 'listed' : 'unknown'
      }
      return filtered(call)
    case 'git':
      if (/^(log|rev-list)$/.test(args[0]?.text ?? '') && hashesOnly(args)) return 'commits'
      return secret ||
        !has(args, 'ls-files', '--name-only', 'ls-tree', 'rev-parse', 'merge-base', '--show-current')
        ? 'unknown'
        : 'listed'
    case 'head':
    case 'tail':
      // `-c` cuts names into other names.
      return scope.feed !== 'none' && args.every((a) => /^-n?\+?\d*$|^\+?\d+$/.test(a.text))
        ? scope.feed
        : 'unknown'
    case 'sort':
    case 'uniq':
    case 'tac':
    case 'cat':
      return scope.feed !== 'none' && args.every((a) => /^-[ufrnVizd]+$/.test(a.text))
        ? scope.feed
        : 'unknown'
    default:
      return 'unknown'
  }
}

const LISTS = /^(ls|find|fd|fdfind|rg|grep)$/

/** It lists a folder that holds secrets among other things; without a word of its own, the one the shell is in. */
function above(call: Call, home: string): boolean {
  const places = call.args.filter((arg) => !/^[-(!,)]/.test(arg.text)).map((arg) => arg.text)
  return ['.', ...places].some((place) =>
    call.scope.cwds.some((cwd) => holdsSecrets(resolvePath(place, cwd, home), home)),
  )
}

function filtered(call: Call): Feed {
  const { args, scope } = call
  const inverted = args.some((a) => /^-[a-zA-Z]*v/.test(a.text) || a.text === '--invert-match')
  // Labels, numbers, separators and cuts make other names of those that came.
  const cuts = args.some(
    (a) =>
      /^-./.test(a.text) &&
      !/^-[EFGPivwxsea]+$|^--(invert-match|ignore-case|color=(never|auto))$/.test(a.text),
  )
  const operands = args.filter((a) => !a.text.startsWith('-'))
  if (cuts || operands.length > 1) return 'unknown'
  if (inverted) return scope.feed
  // Only names with this ending are left.
  const ending = /\\\.(\w+|\(\w+(\|\w+)*\)|\\\(\w+(\\\|\w+)*\\\))\$$/.exec(operands[0]?.text ?? '')
  if (scope.feed === 'listed' && ending && !FISHING.test(ending[0])) return 'named'
  return operands.some((a) => MARKS.test(a.text) || FISHING.test(a.text)) ? 'unknown' : scope.feed
}

/** `git log --format=%H`, and nothing that prints more than that. */
const hashesOnly = (args: readonly Arg[]): boolean =>
  args[0]?.text === 'rev-list'
    ? args
        .slice(1)
        .every((a) =>
          /^(--all|--reverse|--no-merges|--first-parent|-n|-?\d+|-n\d+|[\w/][\w./^~-]*)$/.test(a.text),
        )
    : args.some((a) => /^--(format|pretty)=(format:)?%[hH]$/.test(a.text)) &&
      args
        .slice(1)
        .every((a) =>
          /^(--(format|pretty)=(format:)?%[hH]|--all|--reverse|--no-merges|--merges|--first-parent|-n|-?\d+|-n\d+|--(since|until|after|before|author|grep)=.*|[\w/][\w./^~-]*|--)$/.test(
            a.text,
          ),
        )

/** What is printed are plain words: none a secret's name, none a flag, none that a reader puts together anew. */
function words(call: Call, args: readonly Arg[]): boolean {
  return args.every(
    (arg) =>
      !/["'\\]/.test(arg.text) &&
      arg.text.split(/\s+/).every((text) => !text.startsWith('-') && !points(call, { ...arg, text })),
  )
}

/** The word names a secret place, as a path or as a `-name` pattern. */
function points(call: Call, arg: Arg): boolean {
  return pathsIn(arg.text).some((text) => {
    // A quoted pattern is a glob for the command itself.
    const glob = text.replace(/\*/g, '\u0001').replace(/\?|\[[^\][]*\]/g, '\u0002')
    return call.scope.cwds.some((cwd) => secretFile(resolvePath(glob, cwd, '~')) !== undefined)
  })
}

function isExtension(flag: Arg | undefined, arg: Arg): boolean {
  return (flag?.text === '-name' || flag?.text === '-iname') && /^[\w.*?-]*\.\w+$/.test(literal(arg) ?? '')
}

function has(args: Arg[], ...names: string[]): boolean {
  return args.some((arg) => names.includes(arg.text))
}
