import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Conversation } from '../../src/protocol/control.ts'
import { product, type Row } from '../helpers/product.ts'

test('a conversation begun elsewhere is listed, refused while it is live there, and goes on as a session', async () => {
  await using roost = await product()
  const bin = join(roost.work, 'bin')
  mkdirSync(bin)
  // Stands in for the agent: says how it was called and stays.
  writeFileSync(join(bin, 'claude'), '#!/bin/sh\necho "called with $*"\nexec cat\n', { mode: 0o755 })
  roost.env.PATH = `${bin}:${roost.env.PATH}`
  roost.env.CLAUDE_CONFIG_DIR = join(roost.work, 'config')
  const id = '0c9c6b2e-1111-4222-8333-444455556666'
  const projects = join(roost.work, 'config', 'projects', roost.work.replace(/[^a-zA-Z0-9]/g, '-'))
  mkdirSync(projects, { recursive: true })
  const line = {
    type: 'user',
    cwd: roost.work,
    sessionId: id,
    message: { role: 'user', content: 'fix the flaky test' },
  }
  writeFileSync(join(projects, `${id}.jsonl`), `${JSON.stringify(line)}\n`)

  const list = () => roost.json<Conversation[]>(['adopt', '--json'])
  expect(await list()).toMatchObject([
    { agent: 'claude', resumeId: id, title: 'fix the flaky test', cwd: roost.work },
  ])
  // Live in a terminal of the person's: this process stands in for it.
  const note = join(roost.work, 'config', 'sessions', `${process.pid}.json`)
  mkdirSync(join(note, '..'))
  writeFileSync(note, JSON.stringify({ pid: process.pid, sessionId: id, startedAt: Date.now() }))
  expect((await list())[0]?.liveIn).toContain(`pid ${process.pid}`)
  const refused = await roost.roost(['adopt', id.slice(0, 6)])
  expect(refused).toMatchObject({ code: 4 })
  expect(refused.stderr).toContain('live in a terminal')
  expect(await roost.ls()).toEqual([])
  // The note of a process that was killed, whose number somebody else has now.
  writeFileSync(note, JSON.stringify({ pid: process.pid, sessionId: id, startedAt: Date.now() - 86_400_000 }))
  const row = await roost.json<Row>(['adopt', '--json', '-n', 'mine', id.slice(0, 6)])
  expect(row).toMatchObject({ name: 'mine', agent: 'claude', cwd: roost.work, resumeId: id })
  await roost.until('its call', async () =>
    (await roost.roost(['logs', '--raw', row.id])).stdout.includes(`--resume ${id}`),
  )
  expect((await list())[0]?.liveIn).toContain(row.id)
  expect(await roost.roost(['adopt', id])).toMatchObject({ code: 4 })
  expect(await roost.ls()).toHaveLength(1)
  // The same row goes on with it once it has ended, not a second one.
  expect((await roost.roost(['stop', row.id])).code).toBe(0)
  expect((await roost.json<Row>(['adopt', '--json', id])).id).toBe(row.id)
  expect(await roost.roost(['adopt', 'nonsense'])).toMatchObject({ code: 3 })
})
