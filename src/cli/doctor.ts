import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { agentsWith } from '../agents/all.ts'
import { findProgram } from '../agents/find.ts'
import { dial, distFolder } from '../client/control.ts'
import { buildIn, readMarks } from '../store/builds.ts'
import { isAlive } from '../store/identity.ts'
import { lintRules } from '../policy/lint.ts'
import { holderOf } from '../store/lock.ts'
import { userName } from '../store/service.ts'
import { loadConfig } from '../store/config.ts'
import type { Config } from '../store/settings.ts'
import { paths, roostHome } from '../store/paths.ts'
import { readArgs } from './io/args.ts'
import { shellEnv } from './io/daemon.ts'
import { EXIT } from './io/exit.ts'
import { waysToNotify, type Finding } from './io/finding.ts'
import { folders } from './io/folders.ts'
import { findLeftovers } from './io/leftovers.ts'
import { print, printJson, short } from './io/out.ts'
import { policyContext, settingsFiles } from './io/policy.ts'
import { messageOf } from '../protocol/thrown.ts'

const help = `usage: roost doctor [--fix] [--json]

Checks what Roost needs on this machine and says how to mend what is wrong. Exit 1 when something is.

  --fix   also mend what crashes left behind: take in sessions that no record knows, make hosts reachable again,
          remove dead sockets and half-written files, end a daemon that does not answer. No session is ended.`

export async function run(argv: string[]): Promise<number> {
  const { values } = readArgs(argv, {
    help,
    options: { json: { type: 'boolean' }, fix: { type: 'boolean' } },
  })
  const fix = values.fix ?? false
  const checks: [what: string, look: () => Finding | Finding[] | Promise<Finding | Finding[]>][] = [
    ['node', node],
    ['node-pty', pty],
    ['home', folders],
    ['config', config],
    ['daemon', () => daemon(fix)],
    ['builds', badBuilds],
    ['left over', () => leftovers(fix)],
    ['agents', programs],
    ['rules', rules],
    ['notify', waysToNotify],
    ['linger', linger],
  ]
  const findings: Finding[] = []
  for (const [what, look] of checks) {
    try {
      findings.push(...[await look()].flat())
    } catch (error) {
      // What stops one look must not hide what the others see: it is most likely why somebody asks.
      const why = messageOf(error)
      findings.push({ what, level: 'bad', says: `cannot be looked at: ${why}` })
    }
  }
  if (values.json) printJson(findings)
  else
    print(
      findings
        .map(
          ({ what, level, says, fix }) =>
            `${{ ok: '✓', hint: '·', bad: '✗' }[level]} ${what.padEnd(12)} ${says}${fix ? `\n               → ${fix}` : ''}`,
        )
        .join('\n'),
    )
  return findings.some(({ level }) => level === 'bad') ? EXIT.failed : EXIT.ok
}

function node(): Finding {
  return { what: 'node', level: 'ok', says: `${process.versions.node} (${process.execPath})` }
}

/** In a process of its own: a broken native addon can take its process with it. */
function pty(): Finding {
  const from = createRequire(`${distFolder()}/host/main.cjs`)
  const code = `const p=require(${JSON.stringify(resolveFrom(from))}).spawn('/bin/sh',['-c','exit 7'],{});p.onExit(({exitCode})=>process.exit(exitCode===7?0:1))`
  const { status, stderr } = spawnSync(process.execPath, ['-e', code], { encoding: 'utf8', timeout: 10_000 })
  if (status === 0) return { what: 'node-pty', level: 'ok', says: 'loads and starts a program' }
  const says = `does not work: ${stderr.trim().split('\n').at(-1) ?? 'no answer'}`
  return {
    what: 'node-pty',
    level: 'bad',
    says,
    fix: 'install again with a compiler at hand: npm install -g agentroost',
  }
}
function resolveFrom(from: NodeJS.Require): string {
  try {
    return from.resolve('node-pty')
  } catch {
    return 'node-pty'
  }
}

async function config(): Promise<Finding> {
  const at = paths(roostHome())
  const { config: found, problems: unread } = loadConfig(at)
  const taken = agentsWith(found.agents.custom).problems
  const problems = [...unread, ...taken, ...(await keyProblems(found.keys))]
  if (problems.length === 0)
    return {
      what: 'config',
      level: 'ok',
      says: existsSync(at.config) ? short(at.config) : 'none; the defaults hold',
    }
  return { what: 'config', level: 'bad', says: problems.join('; '), fix: `mend ${at.config}` }
}

/** Only the view knows its keys; it is loaded only for somebody who has keys of their own. */
async function keyProblems(keys: Config['keys']): Promise<string[]> {
  if (Object.keys(keys).length === 0) return []
  const { keymapOf } = await import('../ui/main.tsx')
  return keymapOf(keys).problems
}

async function daemon(fix: boolean): Promise<Finding[]> {
  const at = paths(roostHome())
  const holder = holderOf(at.daemonLock)
  if (!holder) return [{ what: 'daemon', level: 'ok', says: 'not running; starts when needed' }]
  try {
    ;(await dial({ name: 'doctor', start: false })).close()
    return [{ what: 'daemon', level: 'ok', says: `runs, pid ${holder.pid}` }]
  } catch {
    const says = `its process (pid ${holder.pid}) lives, but does not answer`
    if (!fix)
      return [{ what: 'daemon', level: 'bad', says, fix: `roost doctor --fix ends it; sessions go on` }]
    // Who holds the lock wrote its own identity into it: that very process, not just its number.
    if (isAlive(holder)) process.kill(holder.pid, 'SIGKILL')
    return [{ what: 'daemon', level: 'ok', says: `${says}; it was ended. The next command starts another` }]
  }
}

/** Builds that failed to take over stay where they are: said, so that nobody wonders at the old version. */
function badBuilds(): Finding[] {
  const { bad } = readMarks(paths(roostHome()))
  const installed = buildIn(distFolder())
  const why = installed === undefined ? undefined : bad[installed]
  if (installed === undefined || why === undefined) return []
  return [
    {
      what: 'build',
      level: 'bad',
      says: `${installed} did not come up and is not used: ${why}`,
      fix: 'install another version: npm install -g agentroost',
    },
  ]
}

async function leftovers(fix: boolean): Promise<Finding[]> {
  const at = paths(roostHome())
  const found = await findLeftovers(at)
  if (found.length === 0) return [{ what: 'left over', level: 'ok', says: 'nothing' }]
  if (!fix)
    return found.map(({ says, fix: how }) => ({ what: 'left over', level: 'bad' as const, says, fix: how }))
  for (const { mend } of found) await mend()
  // A daemon that starts takes in what is there; sessions go on meanwhile.
  await restartDaemon()
  const after = new Set((await findLeftovers(at)).map(({ says }) => says))
  return found.map(({ says, fix: how }) =>
    after.has(says)
      ? { what: 'left over', level: 'bad', says, fix: how }
      : { what: 'left over', level: 'ok', says: `mended: ${says}` },
  )
}

async function restartDaemon(): Promise<void> {
  if (holderOf(paths(roostHome()).daemonLock)) {
    const control = await dial({ name: 'doctor', start: false })
    await control.call('daemon.stop', {})
    await control.closed
  }
  ;(await dial({ name: 'doctor' })).close()
}

function programs(): Finding[] {
  const env = shellEnv()
  const { config } = loadConfig(paths(roostHome()))
  return agentsWith(config.agents.custom).all.flatMap((agent): Finding[] => {
    if (agent.command === undefined) return []
    const path = findProgram(agent.command, env)
    if (path === undefined)
      return [
        {
          what: agent.name,
          level: 'hint',
          says: 'not installed',
          ...(agent.install && { fix: agent.install }),
        },
      ]
    const folder = agent.registry?.folder(env)
    const readable = folder === undefined || !existsSync(folder) || canRead(folder)
    if (readable) return [{ what: agent.name, level: 'ok', says: short(path) }]
    return [
      {
        what: agent.name,
        level: 'bad',
        says: `${short(path)}; its folder ${folder} cannot be read`,
        fix: `chmod u+rx ${folder}`,
      },
    ]
  })
}
function canRead(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Rules of the agents' settings for this folder that do nothing, or more than they seem to. */
function rules(): Finding {
  const { findings } = lintRules(settingsFiles(process.cwd()), policyContext(process.cwd()))
  if (findings.length === 0)
    return { what: 'rules', level: 'ok', says: 'every permission rule does something' }
  const [first] = findings
  const more = findings.length > 1 ? ` (and ${findings.length - 1} more)` : ''
  const where = first ? `${first.rule ?? short(first.file)}: ${first.text}` : ''
  return { what: 'rules', level: 'hint', says: `${where}${more}`, fix: 'roost rules lint' }
}

/** Without linger systemd ends what a logged-out user left in scopes and under the user manager. */
function linger(): Finding[] {
  if (process.platform !== 'linux' || !existsSync('/run/systemd/system')) return []
  const user = userName()
  if (existsSync(`/var/lib/systemd/linger/${user}`))
    return [{ what: 'linger', level: 'ok', says: 'on: sessions outlive your logout' }]
  const kills = /^\s*KillUserProcesses\s*=\s*(yes|true|1|on)/m.test(readOr('/etc/systemd/logind.conf'))
  return [
    {
      what: 'linger',
      level: kills ? 'bad' : 'hint',
      says: kills
        ? 'off, and this machine ends everything of yours at logout'
        : 'off: needed for the service that starts Roost at boot',
      fix: `loginctl enable-linger ${user}`,
    },
  ]
}
function readOr(path: string): string {
  return statSync(path, { throwIfNoEntry: false }) ? readFileSync(path, 'utf8') : ''
}
