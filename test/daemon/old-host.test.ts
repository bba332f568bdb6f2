import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { linkHost } from '../../src/daemon/host-link.ts'
import type { HostEvent } from '../../src/protocol/host.ts'
import { Frame } from '../../src/protocol/frames.ts'
import { playHost } from '../helpers/recorded-host.ts'

const recordings = join(import.meta.dirname, '../fixtures/host-protocol')

test.each(readdirSync(recordings).filter((name) => name.endsWith('.txt')))(
  'a host recorded with protocol %s is understood by the daemon of today',
  async (name) => {
    const folder = mkdtempSync('/tmp/roost-old-')
    const socket = join(folder, 's')
    const host = await playHost(join(recordings, name), socket)
    const events: HostEvent[] = []
    const wanted = new Map<string, () => void>()
    const coming = (type: string): Promise<void> => new Promise((resolve) => wanted.set(type, resolve))
    const stopped = coming('Stop')
    const exited = coming('exit')
    const closed = coming('closed')
    try {
      const link = await linkHost({
        socket,
        session: 'fc28880e',
        since: 0,
        listener: {
          event(event) {
            events.push(event)
            wanted.get(event.type === 'hook' ? event.event : event.type)?.()
          },
          closed: () => wanted.get('closed')?.(),
        },
      })
      expect(link.welcome).toMatchObject({
        session: 'fc28880e',
        generation: 1,
        agentPid: 29_255,
        cols: 120,
        rows: 36,
      })
      const status = await link.call('status', {})
      expect(status.title).toContain('A recorded one')
      const [hold = ''] = status.holds
      const allow = {
        hookSpecificOutput: { hookEventName: 'PermissionRequest', decision: { behavior: 'allow' } },
      }
      expect(await link.call('answer', { hold, body: allow })).toEqual({ delivered: true })
      await stopped
      expect(await link.call('signal', { signal: 'SIGTERM' })).toEqual({ sent: true })
      await exited
      expect(await link.call('collect', {})).toEqual({ ok: true })
      await closed
      expect(events.map((event) => (event.type === 'hook' ? event.event : event.type))).toEqual([
        'title',
        'output',
        'UserPromptSubmit',
        'PermissionRequest',
        'PostToolUse',
        'Stop',
        'SessionEnd',
        'exit',
      ])
      expect(events.at(-1)).toMatchObject({ exit: { code: 143, generation: 1 } })
      expect(host.asked.map(({ kind }) => kind)).toEqual([
        Frame.hello,
        Frame.call,
        Frame.call,
        Frame.call,
        Frame.call,
      ])
    } finally {
      host.close()
      rmSync(folder, { recursive: true, force: true })
    }
  },
)
