import { resolve } from 'node:path'
import { lintRules } from '../policy/lint.ts'
import { parseRule } from '../policy/rules.ts'
import { changeConfig } from '../store/config.ts'
import type { ConfigRules } from '../store/settings.ts'
import { paths, roostHome } from '../store/paths.ts'
import { readArgs } from './io/args.ts'
import { findSession, withDaemon } from './io/daemon.ts'
import { EXIT, Failure } from './io/exit.ts'
import { print, printJson, short } from './io/out.ts'
import { decider, policyContext, rulesFor, settingsFiles } from './io/policy.ts'

const help = `usage: roost rules list|add|rm|test|lint [--everywhere | --session ID] [-C dir] [--json]

Permission rules, in the agent's own syntax: Bash(npm test), Bash(git log *), Edit(src/**), WebFetch(domain:x.org),
mcp__server__tool. Precedence: deny, ask, allow. Ask and deny rules of the agent's own settings hold too.

  list                       what holds in this folder, and where it is written
  add allow|ask|deny "RULE"  write one for this folder
  rm "RULE"                  take one away
  test "COMMAND"             what would happen, and by which rule
  lint                       rules that do nothing, or more than they seem to (exit 1 when there are any)

  --everywhere               add, rm: for all folders
  --session ID               list, add, rm: of one session alone
  -C, --cwd DIR              another folder than this one`

const KINDS = ['allow', 'ask', 'deny'] as const
type Kind = (typeof KINDS)[number]

export async function run(argv: string[]): Promise<number> {
  const { values, words } = readArgs(argv, {
    help,
    options: {
      json: { type: 'boolean' },
      everywhere: { type: 'boolean' },
      session: { type: 'string' },
      cwd: { type: 'string', short: 'C' },
    },
    words: { min: 1, max: 3 },
  })
  const cwd = resolve(values.cwd ?? process.cwd())
  const scope = { cwd, everywhere: values.everywhere ?? false, session: values.session }
  const [verb, first, second] = words
  switch (verb) {
    case 'list':
      return values.session === undefined ? list(cwd, values.json) : listOf(values.session, values.json)
    case 'add':
      return add(scope, first, second)
    case 'rm':
      return remove(scope, first)
    case 'test':
      return test(cwd, first, values.json)
    case 'lint':
      return lint(cwd, values.json)
    default:
      throw new Failure(EXIT.usage, `rules knows no "${verb}"\n${help.split('\n', 1)[0]}`)
  }
}

function list(cwd: string, json: boolean | undefined): number {
  const rules = rulesFor(cwd)
  if (json) printJson(rules.map(({ kind, text, from }) => ({ kind, rule: text, from })))
  else if (rules.length === 0) print('no rules hold here; what only reads passes, all else asks')
  else for (const { kind, text, from } of rules) print(`${kind.padEnd(5)}  ${text}  (${short(from)})`)
  return EXIT.ok
}

type Scope = { cwd: string; everywhere: boolean; session: string | undefined }

async function listOf(word: string, json: boolean | undefined): Promise<number> {
  const { session, rules } = await withDaemon(async (control) =>
    control.call('session.explain', { id: (await findSession(control, word)).id }),
  )
  const own = KINDS.flatMap((kind) =>
    (rules[kind] ?? []).map((rule) => ({ kind, rule, from: `session ${session.id}` })),
  )
  if (json) printJson(own)
  else if (own.length === 0) print(`session ${session.id} has no rules of its own`)
  else for (const { kind, rule } of own) print(`${kind.padEnd(5)}  ${rule}`)
  return EXIT.ok
}

async function add(scope: Scope, kind: string | undefined, rule: string | undefined): Promise<number> {
  const chosen = KINDS.find((each) => each === kind)
  if (chosen === undefined || rule === undefined)
    throw new Failure(EXIT.usage, 'say: roost rules add allow|ask|deny "RULE"')
  const outcome = parseRule(rule, { kind: chosen, from: 'config', root: scope.cwd })
  if (outcome.type === 'invalid') throw new Failure(EXIT.usage, outcome.why)
  await change(scope, (lists) => ({ ...lists, [chosen]: [...new Set([...(lists[chosen] ?? []), rule])] }))
  print(`${chosen} ${rule}, ${where(scope)}`)
  return EXIT.ok
}

async function remove(scope: Scope, rule: string | undefined): Promise<number> {
  if (rule === undefined) throw new Failure(EXIT.usage, 'say: roost rules rm "RULE"')
  let had: Kind | undefined
  await change(scope, (lists) => {
    had = KINDS.find((kind) => lists[kind]?.includes(rule))
    return Object.fromEntries(
      KINDS.flatMap((kind) => (lists[kind] ? [[kind, lists[kind].filter((each) => each !== rule)]] : [])),
    )
  })
  if (had === undefined)
    throw new Failure(EXIT.notFound, `there is no rule "${rule}" ${where(scope)}; see: roost rules list`)
  print(`removed ${had} ${rule}, ${where(scope)}`)
  return EXIT.ok
}

const where = ({ cwd, everywhere, session }: Scope) =>
  session !== undefined ? `for session ${session}` : everywhere ? 'everywhere' : `in ${short(cwd)}`

async function change(scope: Scope, next: (lists: ConfigRules) => ConfigRules): Promise<void> {
  const { session: word } = scope
  if (word !== undefined)
    return withDaemon(async (control) => {
      const { id } = await findSession(control, word)
      const { rules } = await control.call('session.explain', { id })
      await control.call('session.rules', { id, rules: next(rules) })
    })
  await changeConfig(paths(roostHome()), ({ rules, folders }) => {
    if (scope.everywhere) return { rules: next(rules) }
    const { profile, ...lists } = folders[scope.cwd] ?? {}
    return { folders: { ...folders, [scope.cwd]: { ...next(lists), ...(profile && { profile }) } } }
  })
}

function test(cwd: string, command: string | undefined, json: boolean | undefined): number {
  if (command === undefined) throw new Failure(EXIT.usage, 'say: roost rules test "COMMAND"')
  const decision = decider()(command, cwd)
  const { by } = decision
  const who =
    by.type === 'rule'
      ? `${by.rule.kind} ${by.rule.text} (${short(by.rule.from)})`
      : by.type === 'profile'
        ? `profile ${by.profile}`
        : 'no rule; judged by what it does'
  if (json) printJson({ verdict: decision.verdict, risk: decision.risk, reasons: decision.reasons, by: who })
  else print([`${decision.verdict}: ${who}`, ...decision.reasons.map(({ text }) => `  ${text}`)].join('\n'))
  return EXIT.ok
}

function lint(cwd: string, json: boolean | undefined): number {
  const report = lintRules(settingsFiles(cwd), policyContext(cwd))
  if (json) printJson(report)
  else if (report.findings.length === 0) print('every rule does something')
  else
    for (const { file, rule, text, fix } of report.findings)
      print(`${short(file)}${rule ? `  ${rule}` : ''}\n  ${text}\n  → ${fix}`)
  return report.findings.length > 0 ? EXIT.failed : EXIT.ok
}
