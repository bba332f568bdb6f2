import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Request } from '../../src/protocol/request.ts'
import { product, type Row } from '../helpers/product.ts'
import { geminiUnderTest } from './support/gemini-cli.ts'

test('a card presses a key only where its dialog is the one on the screen, and nobody is typing', async () => {
  const place = await geminiUnderTest.place({ trusted: true })
  await using roost = await product(place.env)
  try {
    const start = (...args: string[]) =>
      roost.json<Row>(['run', '--json', '-a', 'gemini', '-C', place.cwd, ...args])
    const asked = (words: string): Promise<Request> =>
      roost.until(`a request for ${words}`, async () =>
        (await roost.approvals()).find(({ input }) => JSON.stringify(input).includes(words)),
      )
    const shows = (id: string, words: RegExp) =>
      roost.until(`${String(words)} on its screen`, async () =>
        words.test((await roost.roost(['peek', id])).stdout.replace(/\s+/g, ' ')),
      )
    const made = (name: string) => existsSync(join(place.cwd, name))

    // Two at once: Gemini shows one dialog after the other, and each card waits for its own.
    const { id } = await start('both touch one.txt and touch two.txt')
    const [one, two] = [await asked('touch one.txt'), await asked('touch two.txt')]
    await shows(id, /1 of 2.*Allow execution/)
    expect(await roost.roost(['approve', two.id])).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('its own dialog'),
    })
    expect(await roost.roost(['approve', one.id])).toMatchObject({ code: 0 })
    await shows(id, /2 of 2.*Allow execution/)
    expect([made('one.txt'), made('two.txt')]).toEqual([false, false])

    const attached = await roost.screen({ args: ['attach', id], cols: 100, rows: 30 })
    await attached.waitFor((text) => text.includes('Allow execution'), 'the dialog')
    expect(await roost.roost(['approve', two.id])).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('somebody is in session'),
    })
    expect(made('two.txt')).toBe(false)
    await roost.until('both files', () => {
      if (!made('two.txt')) attached.write('1')
      return made('one.txt') && made('two.txt')
    })
    await roost.seen(id, 'idle', ({ state }) => state === 'idle')
    expect(await roost.approvals()).toEqual([])

    // An edit is answered by key, too, where its dialog shows all of it; a long one can only be refused.
    const edit = await start('write short.txt of 3')
    expect(await roost.roost(['approve', (await asked('short.txt')).id])).toMatchObject({ code: 0 })
    await roost.until('the new file', () => made('short.txt'))
    await roost.seen(edit.id, 'idle', ({ state }) => state === 'idle')
    expect(await roost.roost(['send', edit.id, 'write long.txt of 90'])).toMatchObject({ code: 0 })
    const long = await asked('long.txt')
    await shows(edit.id, /lines hidden.*Apply this change/)
    expect(await roost.roost(['approve', long.id])).toMatchObject({ code: 4 })
    expect(await roost.roost(['deny', long.id])).toMatchObject({ code: 0 })
    await roost.seen(edit.id, 'idle', ({ state }) => state === 'idle')
    expect([made('short.txt'), made('long.txt')]).toEqual([true, false])

    // A rule of the person's stops a call before Gemini asks, and the agent reads why.
    const config = join(roost.home, 'config.json')
    const before = existsSync(config) ? JSON.parse(readFileSync(config, 'utf8')) : {}
    writeFileSync(config, JSON.stringify({ ...before, rules: { deny: ['Bash(touch forbidden*)'] } }))
    const stopped = await start('touch forbidden.txt')
    await roost.seen(
      stopped.id,
      'the refusal',
      ({ state, detail }) => state === 'idle' && detail.includes('stopped by the rule'),
    )
    expect(made('forbidden.txt')).toBe(false)
  } finally {
    await place.remove()
  }
})
