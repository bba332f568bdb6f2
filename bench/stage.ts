import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Refusal, serveControl, type Handlers } from '../src/daemon/server.ts'
import type { SessionView } from '../src/protocol/session.ts'
import { openLog } from '../src/store/log.ts'
import { ensurePrivate, paths } from '../src/store/paths.ts'

/** A daemon that only tells of sessions, so that the view alone is measured. */
export type Stage = {
  env: NodeJS.ProcessEnv
  socket: string
  /** Renames a session, so that only rows of now say this. */
  mark(): string
  /** Changes one session, and tells the view. */
  change(): void
  down(): Promise<void>
}

export async function openStage(count: number, home = mkdtempSync(join(tmpdir(), 'rv-'))): Promise<Stage> {
  const at = paths(home)
  ensurePrivate(at.home)
  ensurePrivate(at.run)
  // Somebody who was here before: the first screen ever is another one.
  writeFileSync(at.view, '{}')
  const sessions = Array.from({ length: count }, (_, n) => sessionOf(n))
  let marks = 0
  const refuse = () => {
    throw new Refusal('bad-request', 'not on this stage')
  }
  const told: Partial<Handlers> = {
    'session.watch': () => ({ sessions, requests: [], deadRules: 0 }),
    'session.messages': () => [],
    'agent.list': () => [],
  }
  const handlers = new Proxy(told, { get: (all, name) => Reflect.get(all, name) ?? refuse })
  const server = await serveControl({
    path: at.daemonSocket,
    // A method that is not told of is refused: that is all a view needs.
    handlers: handlers as Handlers,
    log: openLog(at.log, 'error'),
    onClients: () => {},
  })
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ROOST_HOME: home,
    HOME: home,
    TERM: 'xterm-256color',
    LANG: 'C.UTF-8',
  }
  for (const key of ['TMUX', 'STY', 'CI', 'NO_COLOR', 'ROOST_SESSION']) delete env[key]
  let changes = 0
  return {
    env,
    socket: at.daemonSocket,
    mark() {
      // No letter of the name before it: the view writes only the cells that changed.
      const name = String.fromCharCode(97 + (marks++ % 26)).repeat(12)
      const [first] = sessions
      if (first) sessions[0] = { ...first, name }
      return name
    },
    change() {
      // Over all of them, and also over those that show.
      const n = (changes++ * 7) % (changes % 2 === 0 ? 20 : count)
      const session = sessions[n]
      if (!session) return
      const data: SessionView = { ...session, life: lifeOf('working', `Edit src/file-${changes}.ts`) }
      sessions[n] = data
      server.broadcast({ event: 'session.changed', data })
    },
    async down() {
      await server.close()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

const START = Date.now() - 3_600_000

function sessionOf(n: number): SessionView {
  return {
    id: n.toString(16).padStart(8, '0'),
    agent: 'claude',
    name: `task ${n}`,
    title: '',
    cwd: '/home/me/src/shop',
    pinned: n < 3,
    createdAt: START + n,
    prompt: 'do it',
    attached: 0,
    requests: [],
    life: lifeOf('working', 'Edit src/a.ts'),
  }
}

const lifeOf = (kind: 'working', what: string): SessionView['life'] => ({
  status: 'running',
  since: START,
  host: { pid: 1, start: '1', boot: 'b' },
  agentPid: 1,
  activity: { kind, what, since: START },
})
