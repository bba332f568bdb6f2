import type { Redirection } from 'unbash'
import { systemFile } from './catastrophic/targets.ts'
import type { Arg, Call, Judge, Scope } from './judge.ts'
import { HOLE, note } from './judge.ts'
import { checkPath, type Use } from './paths.ts'
import { literal, spell, spellHereDoc } from './words.ts'

export type Redirected = Pick<Call, 'reads' | 'writes' | 'given' | 'filled'> & {
  /** Standard input comes from a file or from written text. */
  input: boolean
}

/** Judges where a command's input comes from and where its output goes. */
export function judgeRedirects(
  judge: Judge,
  scope: Scope,
  redirects: readonly Redirection[],
  use: Use = 'content',
): Redirected {
  const done: Redirected = { reads: [], writes: [], given: undefined, filled: [], input: false }
  for (const redirect of redirects) {
    const piece = scope.source.slice(redirect.pos, redirect.end)
    if (redirect.descriptor?.type === 'FileDescriptorVariable')
      note(judge, 'the redirect opens a numbered channel that stays open', piece)
    if (redirect.type === 'HereDoc') {
      done.input = true
      const { text, inner } = spellHereDoc(judge, scope, redirect)
      done.given = text
      done.filled.push(...inner)
      continue
    }
    if (!redirect.target) {
      note(judge, 'the redirect has no target', piece)
      continue
    }
    const args = spell(judge, scope, redirect.target)
    if (redirect.type === 'HereString') {
      done.input = true
      done.given = args[0] && literal(args[0])
      done.filled.push(...args.flatMap((arg) => arg.inner))
      continue
    }
    for (const arg of args) {
      if (redirect.operator === '<') {
        done.input = true
        done.reads.push(arg)
        if (/^\/dev\/(tcp|udp)\//.test(arg.text)) noteConnection(judge, piece)
        else checkPath(judge, scope, arg, use)
      } else judgeTarget(judge, scope, { operator: redirect.operator, arg, piece, done })
    }
    if (args.length !== 1) note(judge, 'the redirect has several targets', piece)
  }
  return done
}

type Target = { operator: string; arg: Arg; piece: string; done: Redirected }

function judgeTarget(judge: Judge, scope: Scope, { operator, arg, piece, done }: Target): void {
  if (operator === '>&' || operator === '<&') {
    if (/^\d*-?$/.test(arg.text) && arg.text !== '') return
    if (operator === '<&' || arg.text.includes(HOLE)) {
      note(judge, 'the redirect\u2019s channel is known only when it runs', piece)
      return
    }
  }
  const path = literal(arg)
  if (operator !== '<>' && path !== undefined && /^\/dev\/(null|stdout|stderr|fd\/[12])$/.test(path)) return
  done.writes.push(arg)
  if (/^\/dev\/(tcp|udp)\//.test(arg.text)) noteConnection(judge, piece)
  else {
    const system = systemFile(judge, scope, arg.text)
    if (system) note(judge, `overwrites ${system}`, piece, 'catastrophic')
    else
      note(judge, path === undefined ? 'writes a file known only when it runs' : `writes \`${path}\``, piece)
  }
}

function noteConnection(judge: Judge, piece: string): void {
  judge.seen.connection ??= piece
  note(judge, 'opens a network connection', piece, 'high')
}
