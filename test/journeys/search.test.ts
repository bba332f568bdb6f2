import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import type { Hit, SearchCursor } from '../../src/protocol/control.ts'
import { product, type Product } from '../helpers/product.ts'

const said = (role: 'user' | 'assistant', text: string) =>
  JSON.stringify({
    type: role,
    timestamp: '2026-11-20T10:00:00.000Z',
    message: { role, content: role === 'user' ? text : [{ type: 'text', text }] },
  })

/** A session that has ended, whose agent keeps a conversation at `path`: written as the daemon would. */
async function withTranscript(roost: Product, name: string): Promise<{ id: string; path: string }> {
  const id = await roost.run('command', '-n', name, '--', 'true')
  await roost.seen(id, 'its end', ({ state }) => state === 'exited')
  await roost.killDaemon()
  const path = join(roost.work, `${name}.jsonl`)
  const { state } = roost.paths.job(id)
  const record: object = JSON.parse(readFileSync(state, 'utf8'))
  writeFileSync(state, JSON.stringify({ ...record, agent: 'claude', resumeId: id, transcript: path }))
  return { id, path }
}

test('a text is found in conversations and in output, with the line around it', async () => {
  await using roost = await product()
  const one = await withTranscript(roost, 'talk')
  writeFileSync(
    one.path,
    [
      said('user', 'please look at the "Frobnicator"'),
      said('assistant', 'first line\nthe frobnicator has 3 bugs, all in Größe()\nlast line'),
      '{"type":"user","mess',
      '',
    ].join('\n'),
  )
  const two = await roost.run(
    'command',
    '-n',
    'prints',
    '--',
    'sh',
    '-c',
    "printf 'a \\033[1mfrob\\033[0mnicator ran\\n'",
  )
  await roost.seen(two, 'its end', ({ state }) => state === 'exited')
  const hits = await roost.json<(Hit & { name: string })[]>(['search', '--json', 'FROBNICATOR'])
  expect(hits).toEqual([
    { session: two, name: 'prints', role: 'output', before: 'a ', match: 'frobnicator', after: ' ran' },
    {
      session: one.id,
      name: 'talk',
      role: 'assistant',
      at: Date.UTC(2026, 10, 20, 10),
      before: 'the ',
      match: 'frobnicator',
      after: ' has 3 bugs, all in Größe()',
    },
    {
      session: one.id,
      name: 'talk',
      role: 'user',
      at: Date.UTC(2026, 10, 20, 10),
      before: 'please look at the "',
      match: 'Frobnicator',
      after: '"',
    },
  ])
  expect((await roost.json<Hit[]>(['search', '--json', 'größe()'])).map(({ match }) => match)).toEqual([
    'Größe()',
  ])
  expect((await roost.json<Hit[]>(['search', '--json', 'the "frob'])).length).toBe(1)
  expect((await roost.roost(['search', 'frobnicator'])).stdout).toContain('the frobnicator has 3 bugs')
  expect(await roost.roost(['search', 'nowhere at all'])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('in no conversation'),
  })
  expect(await roost.roost(['search'])).toMatchObject({ code: 2 })
})

test('a conversation of a gigabyte is searched in bounded steps, between which others are served', async () => {
  await using roost = await product()
  const { path } = await withTranscript(roost, 'huge')
  mkdirSync(dirname(path), { recursive: true })
  // Sparse: only its end is on the disk. What lies further back than the bound is not reached.
  const file = openSync(path, 'w')
  writeSync(file, `${said('user', 'the needle at the far beginning')}\n`, 0)
  const line = `${said('assistant', `hay ${'straw '.repeat(3000)}`)}\n`
  const size = 1024 ** 3
  const chunk = Buffer.from(line.repeat(Math.ceil((8 * 1024 * 1024) / line.length)))
  for (let at = size - 12 * chunk.length; at < size; at += chunk.length)
    writeSync(file, chunk, 0, chunk.length, at)
  writeSync(file, `${said('assistant', 'the needle at the end')}\n`, size)
  closeSync(file)
  await roost.ensureDaemon()
  const control = await roost.dial()
  const hits: Hit[] = []
  let bytes = 0
  let cursor: SearchCursor | undefined
  let served = 0
  do {
    // What is asked after it is answered before it. On one connection answers are read in the order they were given.
    const answered: string[] = []
    const asked = control.call('session.search', { text: 'NEEDLE', ...(cursor && { cursor }) })
    void asked.then(() => answered.push('search'))
    await control.call('session.list', {}).then(() => answered.push('list'))
    const found = await asked
    if (answered[0] === 'list') served++
    expect(found.bytes).toBeLessThanOrEqual(33 * 1024 * 1024)
    bytes += found.bytes
    hits.push(...found.hits)
    cursor = found.cursor
  } while (cursor)
  expect(hits.map(({ before, match, after }) => before + match + after)).toEqual(['the needle at the end'])
  expect(served).toBeGreaterThan(0)
  expect(bytes).toBeGreaterThan(60 * 1024 * 1024)
  expect(bytes).toBeLessThan(70 * 1024 * 1024)
  control.close()
})
