import { mkdtempSync, rmSync } from 'node:fs'
import { agentsWith } from '../../src/agents/all.ts'
import { gemini } from '../../src/agents/gemini.ts'
import type { Desk } from '../../src/daemon/daemon.ts'
import type { Live } from '../../src/daemon/live.ts'
import { createLives, type Lives } from '../../src/daemon/lives.ts'
import { openRequest, type Open } from '../../src/daemon/request.ts'
import type { Event } from '../../src/protocol/control.ts'
import type { AlwaysRule } from '../../src/protocol/request.ts'
import type { Activity } from '../../src/protocol/session.ts'
import { openAudit, readAudit } from '../../src/store/audit.ts'
import { loadConfig } from '../../src/store/config.ts'
import { openLog } from '../../src/store/log.ts'
import { paths } from '../../src/store/paths.ts'
import { running, SINCE } from '../agents/running.ts'
import { screenHost } from '../helpers/screen-host.ts'

/** As Gemini 0.61.0 draws it. */
export const dialogFor = (command: string): string[] => [
  ' > what was asked',
  '╭──────────────────────────────────────╮',
  '│ ╭──────────────────────────────────╮ │',
  `│ │ ${command.padEnd(32)} │ │`,
  '│ ╰──────────────────────────────────╯ │',
  '│ Allow execution of [Shell]?          │',
  '│ ● 1. Allow once                      │',
  '│   2. Allow for this session          │',
  '│   3. No, suggest changes (esc)       │',
  '╰──────────────────────────────────────╯',
]
type Now = Activity extends infer A ? (A extends Activity ? Omit<A, 'since'> : never) : never

type Screen = {
  rows: string[]
  looks: number
  onLook(looks: number): void
  onTyped(what: string): void
}

/** A session of Gemini whose screen is `screen.rows`, and a request to run `touch made.txt`. */
export async function asking(
  rows: string[],
  activity: Now = { kind: 'needs-input', need: 'permission' },
  agent = 'gemini',
) {
  const home = mkdtempSync('/tmp/roost-keyed-')
  const at = paths(home)
  const log = openLog(at.log, 'error')
  const now = () => SINCE
  const lives = createLives({
    paths: at,
    log,
    now,
    prices: () => ({}),
    today: () => undefined,
    channels: () => [],
    broadcast: () => {},
    beforeWrite: () => {},
    onChange: () => {},
  })
  const live = lives.create(running(activity, { agent, id: '0a1b2c3d' }))
  live.best = 'hook'
  const screen: Screen = { rows, looks: 0, onLook: () => {}, onTyped: () => {} }
  let delivered = true
  const host = await screenHost(
    live.session.id,
    () => {
      screen.looks += 1
      screen.onLook(screen.looks)
      return screen.rows
    },
    (what) => screen.onTyped(what),
    () => delivered,
  )
  live.link = host.link
  const told: Event[] = []
  const desk: Desk = {
    agents: () => agentsWith({}),
    audit: openAudit(at.audit),
    log,
    now,
    lives,
    paths: at,
    dist: '/nowhere',
    installed: '/nowhere',
    preferences: () => loadConfig(at).config,
    broadcast: (event) => void told.push(event),
  }
  return {
    live,
    lives,
    screen,
    desk,
    told,
    audit: () => readAudit(at.audit),
    allowed: () => Object.values(loadConfig(at).config.folders).flatMap(({ allow = [] }) => allow),
    typed: host.typed,
    /** Whether the agent still waits for what its hook is answered. */
    answers: (waits: boolean) => void (delivered = waits),
    [Symbol.dispose]() {
      host.close()
      lives.flush()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

export const does = (live: Live, lives: Lives, kind: 'idle' | 'working') =>
  lives.happen(live, {
    type: 'learned',
    learned: { type: 'activity', source: 'hook', says: kind, activity: { kind } },
  })

export function opened(live: Live, command = 'touch made.txt', hold = 'h1', always?: AlwaysRule): Open {
  const details = { type: 'exec', command }
  const body = { cwd: '/work', notification_type: 'ToolPermission', details }
  const event = { type: 'hook' as const, event: 'Notification', body, seq: 1, at: SINCE }
  const asked = gemini.asks?.(event)
  if (!asked) throw new Error('nothing was asked')
  const judged = { risk: 'low' as const, reasons: [] }
  const open = openRequest({ session: live.session.id, generation: 1, event, hold, asked, judged })
  if (always) open.request.always = always
  live.open.push(open)
  return open
}
