import { mkdtempSync, rmSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { agentsWith } from '../../src/agents/all.ts'
import { gemini } from '../../src/agents/gemini.ts'
import { keysFor, press } from '../../src/daemon/keyed.ts'
import type { Live } from '../../src/daemon/live.ts'
import { createLives, type Lives } from '../../src/daemon/lives.ts'
import { openRequest, type Open } from '../../src/daemon/request.ts'
import { sendText, type Sender } from '../../src/daemon/send.ts'
import type { Activity } from '../../src/protocol/session.ts'
import { openAudit } from '../../src/store/audit.ts'
import { openLog } from '../../src/store/log.ts'
import { paths } from '../../src/store/paths.ts'
import { running, SINCE } from '../agents/running.ts'
import { screenHost } from '../helpers/screen-host.ts'

/** As Gemini 0.61.0 draws it. */
const dialogFor = (command: string): string[] => [
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
const EMPTY = [' >   Type your message or @path/to/file', ' workspace (/directory)']
const TRUST = ['│ Do you trust the files in this folder? │', '│ ● 1. Trust folder (work) │']
const filled = (text: string) => [` > ${text}`, ' workspace (/directory)']

type Now = Activity extends infer A ? (A extends Activity ? Omit<A, 'since'> : never) : never

type Screen = {
  rows: string[]
  looks: number
  onLook(looks: number): void
  onTyped(what: string): void
}

/** A session of Gemini whose screen is `screen.rows`, and a request to run `touch made.txt`. */
async function asking(rows: string[], activity: Now = { kind: 'needs-input', need: 'permission' }) {
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
    onChange: () => {},
  })
  const live = lives.create(running(activity, { agent: 'gemini', id: '0a1b2c3d' }))
  live.best = 'hook'
  const screen: Screen = { rows, looks: 0, onLook: () => {}, onTyped: () => {} }
  const host = await screenHost(
    live.session.id,
    () => {
      screen.looks += 1
      screen.onLook(screen.looks)
      return screen.rows
    },
    (what) => screen.onTyped(what),
  )
  live.link = host.link
  const sender: Sender = { agents: () => agentsWith({}), audit: openAudit(at.audit), log, now }
  return {
    live,
    lives,
    screen,
    sender,
    typed: host.typed,
    [Symbol.dispose]() {
      host.close()
      lives.flush()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

const does = (live: Live, lives: Lives, kind: 'idle' | 'working') =>
  lives.happen(live, {
    type: 'learned',
    learned: { type: 'activity', source: 'hook', says: kind, activity: { kind } },
  })

function opened(live: Live, command = 'touch made.txt', hold = 'h1'): Open {
  const details = { type: 'exec', command }
  const body = { cwd: '/work', notification_type: 'ToolPermission', details }
  const event = { type: 'hook' as const, event: 'Notification', body, seq: 1, at: SINCE }
  const asked = gemini.asks?.(event)
  if (!asked) throw new Error('nothing was asked')
  const judged = { risk: 'low' as const, reasons: [] }
  const open = openRequest({ session: live.session.id, generation: 1, event, hold, asked, judged })
  live.open.push(open)
  return open
}

describe.concurrent('an answer by key', () => {
  const allow = { verdict: 'allow' as const }

  test('waits until its dialog is drawn', async () => {
    using it = await asking(['│ thinking │'])
    const { live, screen } = it
    screen.onLook = (looks) => {
      if (looks === 3) screen.rows = dialogFor('touch made.txt')
    }
    expect(await keysFor(live, gemini, opened(live), allow)).toEqual({ keys: '1' })
    expect(screen.looks).toBe(3)
  })

  test.each([
    ['no dialog', EMPTY],
    ['the dialog of another command', dialogFor('touch made.txt; rm -rf x')],
    ['the trust dialog beside it', [...dialogFor('touch made.txt'), ...TRUST]],
    ['nothing', []],
  ])('is refused, and says where to give it, when the screen shows %s', async (_, rows) => {
    using it = await asking(rows)
    const { live, typed } = it
    await expect(keysFor(live, gemini, opened(live), allow)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('roost attach 0a1b2c3d'),
    })
    expect(typed).toEqual([])
  })

  test('of two requests goes only to the one whose dialog stands there', async () => {
    using it = await asking(dialogFor('touch made.txt'))
    const { live } = it
    const [one, two] = [opened(live), opened(live, 'touch other.txt', 'h2')]
    expect(await keysFor(live, gemini, one, allow)).toEqual({ keys: '1' })
    await expect(keysFor(live, gemini, two, allow)).rejects.toThrow('does not show just this one')
  })

  test('is refused while somebody is in the session', async () => {
    using it = await asking(dialogFor('touch made.txt'))
    const { live, screen } = it
    live.attached = 1
    await expect(keysFor(live, gemini, opened(live), allow)).rejects.toThrow('somebody is in session')
    expect(screen.looks).toBe(0)
  })

  test('is refused when somebody comes in while the screen is read', async () => {
    using it = await asking(dialogFor('touch made.txt'))
    const { live, screen } = it
    screen.onLook = () => void (live.attached = 1)
    await expect(keysFor(live, gemini, opened(live), allow)).rejects.toThrow('somebody is in session')
  })

  test('looks no further once the request is over', async () => {
    using it = await asking(EMPTY)
    const { live, screen } = it
    const open = opened(live)
    screen.onLook = () => void (live.open = [])
    await expect(keysFor(live, gemini, open, allow)).rejects.toMatchObject({ code: 'conflict' })
    expect(screen.looks).toBe(1)
  })

  test('is pressed as it stands; the reason of a denial follows once the agent has left its turn', async () => {
    using it = await asking(dialogFor('touch made.txt'))
    const { live, lives, screen, sender, typed } = it
    const open = opened(live)
    const keyed = await keysFor(live, gemini, open, { verdict: 'deny', message: 'use staging' })
    live.open = []
    await press(sender, live, keyed, 'test')
    expect(typed).toEqual(['keys \u001b'])
    screen.rows = EMPTY
    screen.onTyped = (what) => {
      if (what.startsWith('type')) screen.rows = filled('use staging')
    }
    does(live, lives, 'idle')
    await expect.poll(() => typed).toEqual(['keys \u001b', 'type use staging', 'keys \r'])
  })
})

describe.concurrent('a line that is typed', () => {
  const idle = { kind: 'idle' as const }

  test('gets its Enter once it stands in the input', async () => {
    using it = await asking(EMPTY, idle)
    const { live, lives, screen, sender, typed } = it
    screen.onTyped = (what) => {
      if (what === 'type hello') screen.rows = filled('hello')
      else does(live, lives, 'working')
    }
    expect(await sendText(sender, live, 'hello', 'test')).toMatchObject({ outcome: 'submitted' })
    expect(typed).toEqual(['type hello', 'keys \r'])
  })

  test.each([
    ['a dialog', [...EMPTY.map((row) => row.replace('Type your message or @path/to/file', 'go')), ...TRUST]],
    ['the input in shell mode', [' !   Type your shell command', ' workspace (/directory)']],
    ['words that somebody left there', filled('rm -rf ')],
    ['nothing', []],
  ])('is not typed at all into %s', async (_, rows) => {
    using it = await asking(rows, idle)
    const { live, sender, typed } = it
    expect(await sendText(sender, live, 'hello', 'test')).toMatchObject({
      outcome: 'failed',
      says: expect.stringContaining('its input is not free'),
    })
    expect(typed).toEqual([])
  })

  test.each([
    ['before the line shows', 'type hello', TRUST],
    ['while its command asks', 'type hello', dialogFor('touch made.txt')],
  ])('gets no Enter, and is not typed again, when a dialog comes up %s', async (_, at, rows) => {
    using it = await asking(EMPTY, idle)
    const { live, screen, sender, typed } = it
    screen.onTyped = (what) => {
      if (what === at) screen.rows = rows
    }
    expect(await sendText(sender, live, 'hello', 'test')).toMatchObject({
      outcome: 'failed',
      says: expect.stringContaining('it got no Enter'),
    })
    expect(typed).toEqual(['type hello'])
  })

  test('gets no Enter when a dialog comes up between the line and its Enter', async () => {
    using it = await asking(EMPTY, idle)
    const { live, screen, sender, typed } = it
    let shown = 0
    screen.onTyped = () => void (screen.rows = filled('hello'))
    screen.onLook = () => {
      if (typed.length > 0 && ++shown === 2) screen.rows = TRUST
    }
    expect(await sendText(sender, live, 'hello', 'test')).toMatchObject({ outcome: 'failed' })
    expect(typed).toEqual(['type hello'])
  })

  test('is typed again while the agent still loses it at its start', async () => {
    using it = await asking(EMPTY, idle)
    const { live, lives, screen, sender, typed } = it
    screen.onTyped = () => {
      if (typed.length === 2) screen.rows = filled('hello')
      if (typed.length === 3) does(live, lives, 'working')
    }
    expect(await sendText(sender, live, 'hello', 'test')).toMatchObject({ outcome: 'submitted' })
    expect(typed).toEqual(['type hello', 'type hello', 'keys \r'])
  })
})
