import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SendResult } from '../../src/protocol/control.ts'
import type { Request } from '../../src/protocol/request.ts'
import { product, type Product, type Row } from '../helpers/product.ts'
import { openRecord, type Journey } from './support/matrix.ts'

/** A fresh home of an agent, the stand-in for its model (see words.ts for what that does), and a folder. */
export type AgentPlace = {
  cwd: string
  /** A whole environment; PATH finds the agent. */
  env: Record<string, string>
  /** Everything the model was told so far. */
  heard(): string
  remove(): Promise<void>
}

/** What the journeys need to know of an agent. */
export type AgentUnderTest = {
  /** As after `roost run -a`. */
  name: string
  version: string
  place(options: { trusted: boolean }): Promise<AgentPlace>
  /** Its own permission dialog, for the command `touch …`: how it is recognised, and the key that says yes. */
  dialog: { shows: RegExp; yes: string }
  /** What it offers no way for, and why, in a few words for the table. */
  cannot?: Partial<Record<Journey, string>>
}

/**
 * The core journeys with the built Roost, the real agent and a stand-in for its model: the same for every agent.
 * Each result goes into the matrix of README.md.
 */
export function journeys(agent: AgentUnderTest): void {
  const record = openRecord(agent)
  const journey = (key: Journey, title: string, run: () => Promise<void>): void => {
    const why = agent.cannot?.[key]
    if (why !== undefined) {
      record.cannot(key, why)
      return test.skip(`${title}: ${why}`)
    }
    test(title, async () => {
      record.result(key, false)
      await run()
      record.result(key, true)
    })
  }

  describe(`${agent.name} ${agent.version}`, () => {
    let place: AgentPlace
    let roost: Product
    const open = async (trusted: boolean): Promise<void> => {
      place = await agent.place({ trusted })
      roost = await product(place.env)
    }
    const close = async (): Promise<void> => {
      await roost[Symbol.asyncDispose]()
      await place.remove()
    }
    const start = (...args: string[]) =>
      roost.json<Row>(['run', '--json', '-a', agent.name, '-C', place.cwd, ...args])
    const state = (id: string, want: string, detail = '') =>
      roost.seen(id, `${want} ${detail}`, (row) => row.state === want && row.detail.includes(detail))
    const shows = (id: string, words: string | RegExp) =>
      roost.until(`${String(words)} on its screen`, async () => {
        const text = (await roost.roost(['peek', id])).stdout.replace(/\s+/g, ' ')
        return typeof words === 'string' ? text.includes(words) : words.test(text)
      })
    const asked = (command: string): Promise<Request> =>
      roost.until(`a request for ${command}`, async () =>
        (await roost.approvals()).find(({ input }) => JSON.stringify(input).includes(command)),
      )
    const made = (name: string) => existsSync(join(place.cwd, name))
    const send = async (id: string, text: string): Promise<void> => {
      // On a busy machine it may be taken later than Roost waits to see it; what follows shows that it was.
      expect(['submitted', 'held']).toContain(
        (await roost.json<SendResult>(['send', '--json', id, text])).outcome,
      )
    }

    describe('one conversation', () => {
      beforeAll(() => open(true))
      afterAll(close)
      let id = ''
      let first: Row

      journey(
        'start',
        'starts with a prompt in the background and becomes idle with its answer',
        async () => {
          ;({ id } = await start('remember pelican'))
          await shows(id, 'I remember pelican')
          first = await roost.seen(
            id,
            'idle, and its conversation',
            ({ state, resumeId }) => state === 'idle' && /\w{8}/.test(resumeId ?? ''),
          )
        },
      )
      journey('send', 'takes a prompt that a script sends', async () => {
        await send(id, 'which word')
        await shows(id, 'The word is pelican')
        await state(id, 'idle')
      })
      journey('usage', 'its tokens are counted from its own files', async () => {
        const row = await roost.seen(id, 'tokens', ({ usage }) =>
          Object.values(usage?.models ?? {}).some(({ output }) => output > 0),
        )
        expect(Object.values(row.usage?.models ?? {}).every(({ input }) => input > 0)).toBe(true)
      })
      journey('stop', 'stopped its own way, it goes on with the same conversation', async () => {
        expect(await roost.roost(['stop', id])).toMatchObject({ code: 0 })
        expect(await roost.row(id)).toMatchObject({ state: 'stopped', agentPid: null })
        await goesOn()
      })
      journey('kill', 'killed with -9, it goes on with the same conversation', async () => {
        process.kill((await roost.row(id)).agentPid ?? 0, 'SIGKILL')
        await roost.seen(id, 'its end', ({ agentPid }) => agentPid === null)
        await goesOn()
      })
      journey(
        'adopt',
        'off the list, its conversation is found again and goes on as a new session',
        async () => {
          expect(await roost.roost(['stop', id])).toMatchObject({ code: 0 })
          expect(await roost.roost(['rm', id])).toMatchObject({ code: 0 })
          const before = place.heard().length
          const adopted = await roost.json<Row>(['adopt', '--json', first.resumeId ?? ''])
          expect(adopted).toMatchObject({ agent: agent.name, resumeId: first.resumeId })
          await state(adopted.id, 'idle')
          await send(adopted.id, 'which word')
          await roost.until('the model to hear the old conversation', () =>
            place.heard().slice(before).includes('remember pelican'),
          )
        },
      )

      async function goesOn(): Promise<void> {
        const before = place.heard().length
        await roost.json(['resume', '--json', id])
        const row = await state(id, 'idle')
        expect(row.resumeId).toBe(first.resumeId)
        await send(id, 'which word')
        await roost.until('the model to hear the old conversation', () => {
          const since = place.heard().slice(before)
          return since.includes('remember pelican') && since.includes('which word')
        })
        await shows(id, 'The word is pelican')
        await state(id, 'idle')
      }
    })

    describe('permissions', () => {
      beforeAll(() => open(true))
      afterAll(close)
      let id: string | undefined
      /** In one session, since a start is what costs most; a new one where the journey before went wrong. */
      const has = async (run: (id: string) => Promise<void>, prompt: string): Promise<void> => {
        const own = id ?? (await start(prompt)).id
        if (id !== undefined) await send(own, prompt)
        id = undefined
        await run(own)
        await state(own, 'idle')
        id = own
      }

      journey('approve', 'a command asks, and runs once it is approved', () =>
        has(async (session) => {
          const request = await asked('touch approved.txt')
          expect(request).toMatchObject({ kind: 'permission', session })
          expect(made('approved.txt')).toBe(false)
          await state(session, 'needs-input')
          expect(await roost.roost(['approve', request.id])).toMatchObject({ code: 0 })
          await roost.until('the file', () => made('approved.txt'))
          await state(session, 'idle')
          expect(await roost.approvals()).toEqual([])
        }, 'touch approved.txt'),
      )
      journey('deny', 'a denial with its reason is read by the model, and nothing runs', () =>
        has(async (session) => {
          const request = await asked('touch denied.txt')
          const denied = await roost.roost(['deny', request.id, '-m', 'use the staging folder instead'])
          expect(denied).toMatchObject({ code: 0 })
          await roost.until('the model to read the reason', () =>
            place.heard().includes('use the staging folder instead'),
          )
          await state(session, 'idle')
          expect(made('denied.txt')).toBe(false)
        }, 'touch denied.txt'),
      )
      journey('dialog', "answered in the agent's own dialog, the card goes away", () =>
        has(async (session) => {
          await asked('touch dialog.txt')
          const attached = await roost.screen({ args: ['attach', session], cols: 100, rows: 30 })
          await attached.waitFor((text) => agent.dialog.shows.test(text), "the agent's own dialog")
          // Keys that come right after a dialog was drawn may belong to what was there before.
          await roost.until('the file', () => {
            if (!made('dialog.txt')) attached.write(agent.dialog.yes)
            return made('dialog.txt')
          })
          await state(session, 'idle')
          expect(await roost.approvals()).toEqual([])
        }, 'touch dialog.txt'),
      )
    })

    describe('a folder that is not trusted', () => {
      beforeAll(() => open(false))
      afterAll(close)

      journey('trust', 'is shown as needing the person, and never answered', async () => {
        const { id } = await start('touch never.txt')
        const row = await state(id, 'needs-input', 'trust')
        expect(row.needs).toBe('trust')
        const sent = await roost.roost(['send', id, 'hello'])
        expect(sent.code).not.toBe(0)
        expect(await roost.approvals()).toEqual([])
        expect(made('never.txt')).toBe(false)
      })
    })

    afterAll(() => record.save())
  })
}
