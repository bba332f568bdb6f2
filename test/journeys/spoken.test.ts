import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { product } from '../helpers/product.ts'
import type { Screen } from '../helpers/screen.ts'

/** Says a line and waits for what is said after it. */
async function ask(view: Screen, line: string, answer: RegExp): Promise<string> {
  const from = view.raw().length
  view.write(`${line}\r`)
  const said = (): string => view.raw().subarray(from).toString()
  await view.waitFor(() => answer.test(said()), `${line}: ${answer.source}\n${said()}`)
  return said()
}

test('with a screen reader: what waits, read whole, answered in words, a session visited; nothing is ever drawn in place', async () => {
  await using roost = await product()
  const typist = await roost.run('command', '-n', 'typist', '--', 'sh', '-c', 'echo ready; exec cat')
  const risky = await roost.run('demo', '-n', 'asker', 'run rm -rf build-of-last-week')
  await roost.seen(risky, 'its request', ({ state }) => state === 'needs-input')
  const view = await roost.screen({ args: ['--screen-reader'], cols: 100, rows: 40 })
  await view.waitFor(
    (text) => /Roost. 2 sessions: 1 needs you, 1 (?:idle|working). Say help/.test(text),
    'the greeting',
  )
  expect(await ask(view, 'waiting', /asker: needs you.*\s/)).toMatch(
    /^1\. asker: needs you, permission: Bash: rm -rf/m,
  )

  const card = await ask(view, 'read', /or leave\./)
  expect(card).toMatch(/Request 1 of 1\. High risk\. asker wants to use Bash, in ~\/w\./)
  expect(card).toContain('rm -rf build-of-last-week')
  expect(card).toMatch(/^warning: /m)
  await roost.until('a first yes that counts', async () =>
    /This is risky\. Say yes once more/.test(await ask(view, 'yes', /risky|Too soon/)),
  )
  expect(existsSync(join(roost.work, 'build-of-last-week'))).toBe(false)
  expect((await roost.approvals()).length).toBe(1)
  await ask(view, 'leave', /Left open/)
  expect(await ask(view, 'yes', /No request was read/)).not.toMatch(/allowed/i)
  await ask(view, 'read', /or leave\./)
  await roost.until('a denial', async () =>
    /Denied/.test(await ask(view, 'no it is still needed', /Denied|Too soon/)),
  )
  expect(await roost.approvals()).toEqual([])

  const numbered = await ask(view, 'list', /typist.*\s/)
  const number = /^(\d)\. typist: /m.exec(numbered)?.[1]
  await ask(view, `attach ${number}`, /ready/)
  await view.waitFor(() => view.term.buffer.active.type === 'alternate', 'a screen of its own')
  view.write('hello\r')
  await view.waitFor((text) => (text.match(/hello/g) ?? []).length === 2, 'the echo')
  view.write('\x11')
  await view.waitFor((text) => text.includes('Back in the list.'), 'the list')
  expect(await ask(view, `peek ${number}`, /hello[^]*hello/)).toContain('ready')
  await ask(view, `stop ${number}`, /Stop: typist\? Say yes or no\./)
  await ask(view, 'no', /\n/)
  await ask(view, 'list', /typist: /) // the numbers may be others now
  await ask(view, 'stop typist', /Stop: typist\? Say yes or no\./)
  await ask(view, 'yes', /typist: done/)
  await roost.seen(typist, 'stopped', ({ state }) => state === 'stopped')
  await ask(view, 'dance', /There is no command dance\. Say help\./)
  view.write('quit\r')
  expect(await view.exit).toEqual({ code: 0 })
  // The session's own screen apart, not one escape sequence.
  const bytes = view.raw().toString()
  const visit = [bytes.indexOf('\x1b'), bytes.lastIndexOf('\x1b')]
  expect(bytes.slice(0, visit[0])).toContain('Going into typist')
  expect(bytes.slice(visit[1])).toContain('Back in the list.')
  expect(bytes.slice(0, visit[0]) + bytes.slice((visit[1] ?? 0) + 12)).not.toMatch(/[●◇✓✗▲▌│]/)
})

test('low risk wants one yes; questions are answered by number or in words; news is said as it comes', async () => {
  await using roost = await product({ ROOST_SCREEN_READER: '1' })
  const view = await roost.screen({ cols: 100, rows: 40 })
  await view.waitFor((text) => text.includes('No sessions. To start one'), 'the greeting')
  const id = await roost.run('demo', '-n', 'asker', 'run touch approved')
  await view.waitFor((text) => /asker: needs you, permission: Bash: touch approved/.test(text), 'the news')
  await roost.until('its card', async () => /or leave/.test(await ask(view, 'read', /or leave\.|own screen/)))
  await roost.until(
    'the yes',
    async () => !/Too soon/.test(await ask(view, 'yes', /Allowed|Allowing|Too soon/)),
  )
  await roost.until('its doing', () => existsSync(join(roost.work, 'approved')))
  await roost.seen(id, 'its rest', ({ state }) => state !== 'needs-input')
  view.write('\x04') // end of input
  expect(await view.exit).toEqual({ code: 0 })
})
