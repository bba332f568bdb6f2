import { readFileSync, statSync } from 'node:fs'
import type { Gated, GateRuling } from '../agents/agent.ts'
import { decide, type Decision, type Profile } from '../policy/decide.ts'
import { deadDenies, lintRules } from '../policy/lint.ts'
import { notice } from '../policy/unusual.ts'
import { narrowRule } from '../policy/narrow.ts'
import { refuseRule } from '../policy/vet.ts'
import { profileIn, rulesFrom, rulesIn } from '../policy/config-rules.ts'
import type { Rule } from '../policy/rules.ts'
import { readSettings } from '../policy/settings.ts'
import type { PolicyContext } from '../policy/verdict.ts'
import type { AlwaysRule } from '../protocol/request.ts'
import type { Session } from '../protocol/session.ts'
import { changeConfig } from '../store/config.ts'
import { localGitConfig } from '../store/git-config.ts'
import { realPath } from '../store/real-path.ts'
import { smallText } from '../store/small-text.ts'
import type { Daemon, Desk } from './daemon.ts'
import { envOfLive } from './environment.ts'
import type { Live } from './live.ts'
import { canonical } from './request.ts'
import { Refusal } from './server.ts'

/** What the rules, the profile and the analyser say of one tool call of a session. */
export function decideCall(daemon: Daemon, live: Live, call: Gated): Decision {
  const { session } = live
  const env = envOfLive(daemon, live)
  const context = contextOf(daemon, env, call.cwd)
  const config = daemon.preferences()
  const rules = [
    ...rulesFrom(session.rules ?? {}, 'this session', session.cwd),
    ...rulesIn(config, session.cwd),
    ...agentRules(daemon, session, env),
  ]
  return decide(call, rules, profileOf(daemon, session), context)
}

/** The profile that holds for a session now. */
export function profileOf(daemon: Desk, session: Session): Profile {
  return session.paused ? 'paused' : profileIn(daemon.preferences(), session.cwd)
}

function contextOf(daemon: Desk, env: Record<string, string>, cwd: string): PolicyContext {
  return {
    cwd,
    home: env.HOME ?? '/',
    own: [daemon.paths.home, daemon.dist, daemon.installed],
    gitConfig: (folder) => localGitConfig(folder, env),
    realPath,
    textOf: smallText,
  }
}

/** Counts a call into the session's past and keeps what is unusual about it, for its card and row. */
export function watchUnusual(daemon: Daemon, live: Live, call: Gated): void {
  const context = contextOf(daemon, envOfLive(daemon, live), live.session.cwd)
  const { past, notes } = notice(live.past, call, daemon.now(), context)
  live.past = past
  live.unusual = notes.length === 0 ? undefined : { tool: call.tool, input: unexplained(call), notes }
  if (notes.length > 0)
    daemon.log.info('unusual', { session: live.session.id, tool: call.tool, notes: notes.join('; ') })
}

/** Codex adds its reason only once it asks: the call is the same. */
const unexplained = ({ input }: Gated): string => canonical({ ...input, description: undefined })

/** What was unusual about the call that now asks. */
export function notesOf(live: Live, call: Gated): string[] {
  const { unusual } = live
  return unusual && unusual.tool === call.tool && unusual.input === unexplained(call) ? unusual.notes : []
}

/** The narrow rule that "always" would write for a request, kept by Roost for the session's folder. */
export function alwaysFor(daemon: Daemon, live: Live, call: Gated): AlwaysRule | undefined {
  const { session } = live
  const context = contextOf(daemon, envOfLive(daemon, live), call.cwd)
  const rule = narrowRule(call, context)
  const short = (path: string): string =>
    path.startsWith(`${context.home}/`) ? `~${path.slice(context.home.length)}` : path
  return rule === undefined
    ? undefined
    : { rule, where: `${short(daemon.paths.config)}, for ${short(session.cwd)}`, by: 'roost' }
}

/** Why the rule would not be written for this request; undefined when it would. */
export function vetAlways(daemon: Desk, live: Live, call: Gated, rule: string): string | undefined {
  return refuseRule(rule, call, contextOf(daemon, envOfLive(daemon, live), call.cwd))
}

/**
 * Writes an allow rule for the session's folder.
 * @throws Refusal `bad-request` with why the rule is not taken: it covers too much, or not the call it is written for.
 */
export async function writeAlways(daemon: Desk, live: Live, call: Gated, rule: string): Promise<void> {
  const { session } = live
  const refusal = vetAlways(daemon, live, call, rule)
  if (refusal !== undefined) throw new Refusal('bad-request', `${rule} was not written: ${refusal}`)
  await changeConfig(daemon.paths, ({ folders }) => {
    const before = folders[session.cwd] ?? {}
    const allow = [...new Set([...(before.allow ?? []), rule])]
    return { folders: { ...folders, [session.cwd]: { ...before, allow } } }
  })
}

/** What the agent is told. Silence leaves it to the agent's own flow, whose prompt becomes a card. */
export function rulingOf(decision: Decision): GateRuling {
  const worst = decision.reasons.filter(({ level }) => level === decision.risk)
  const why = worst.map(({ text }) => text).join('; ')
  const by =
    decision.by.type === 'rule' ? `the rule ${decision.by.rule.text} (${decision.by.rule.from})` : 'Roost'
  switch (decision.verdict) {
    case 'allow':
      return { verdict: 'allow', reason: decision.by.type === 'rule' ? `allowed by ${by}` : 'only reads' }
    case 'deny':
      return {
        verdict: 'deny',
        reason: `stopped by ${by}${why ? `: ${why}` : ''}. Do not try it another way; ask the person.`,
      }
    case 'ask':
      // Silence where the analyser merely could not prove it harmless: the agent may have a rule for it. A person's
      // own `ask`, a pause, and what could destroy much do ask.
      if (decision.by.type === 'policy' && decision.risk !== 'catastrophic')
        return { verdict: 'pass', reason: '' }
      return { verdict: 'ask', reason: why || 'the person wants to be asked' }
  }
}

const kept = new Map<string, { stamp: string; rules: Rule[] }>()
/** Files kept parsed; sessions are few, this only bounds a long life. */
const KEPT_LIMIT = 200

/**
 * The person's rules from the agent's own settings, so that nobody writes them twice. Only those that forbid or
 * ask: what they allow the agent allows by itself, and a repository's own file must not allow anything.
 */
function agentRules(daemon: Daemon, session: Session, env: Record<string, string>): Rule[] {
  const files = daemon.agents().named(session.agent)?.settings?.({ cwd: session.cwd, env }) ?? []
  return files.flatMap(({ path }) => parsed(path).filter(({ kind }) => kind !== 'allow'))
}

function parsed(path: string): Rule[] {
  const there = statSync(path, { throwIfNoEntry: false })
  if (!there?.isFile()) return []
  const stamp = `${there.mtimeMs} ${there.size} ${there.ino}`
  const known = kept.get(path)
  if (known?.stamp === stamp) return known.rules
  const outcome = readSettings({ path, text: textOf(path) })
  const rules = outcome.type === 'rules' ? outcome.rules : []
  if (kept.size >= KEPT_LIMIT) kept.clear()
  kept.set(path, { stamp, rules })
  return rules
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return '' // not for us to read: then it says nothing
  }
}

/** For a ruling of `ask` or `deny` by a rule or the profile, who that was, for the audit. */
export function deciderOf({ by }: Decision): string {
  return by.type === 'rule'
    ? `rule ${by.rule.text} (${by.rule.from})`
    : by.type === 'profile'
      ? `profile ${by.profile}`
      : 'policy'
}

/** Deny rules that stop nothing, over all folders that live sessions work in. */
export function deadRules(daemon: Daemon): number {
  const reports = new Map<string, number>()
  for (const live of daemon.lives.all()) {
    const { session } = live
    const settings = daemon.agents().named(session.agent)?.settings
    const key = `${session.agent} ${session.cwd}`
    if (session.life.status !== 'running' || !settings || reports.has(key)) continue
    const env = envOfLive(daemon, live)
    const files = settings({ cwd: session.cwd, env }).flatMap(({ path }) => {
      const text = textOf(path)
      return text === '' ? [] : [{ path, text }]
    })
    reports.set(key, deadDenies(lintRules(files, contextOf(daemon, env, session.cwd))))
  }
  return [...reports.values()].reduce((sum, n) => sum + n, 0)
}
