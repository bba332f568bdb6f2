import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { afterEach, expect, test } from 'vitest'
import { createLives } from '../../src/daemon/lives.ts'
import { openLog } from '../../src/store/log.ts'
import { paths } from '../../src/store/paths.ts'
import type { Session } from '../../src/protocol/session.ts'

const homes: string[] = []
afterEach(() => {
  for (const home of homes.splice(0)) rmSync(home, { recursive: true, force: true })
})

const session: Session = {
  id: '0a1b2c3d',
  agent: 'command',
  name: 'one',
  title: '',
  cwd: '/',
  pinned: false,
  createdAt: 1,
  args: [],
  prompt: '',
  generation: 1,
  life: { status: 'starting', since: 1 },
  signals: [],
}

function open() {
  const home = mkdtempSync('/tmp/roost-lives-')
  homes.push(home)
  const at = paths(home)
  const lives = createLives({
    paths: at,
    log: openLog(at.log, 'error'),
    now: () => 1,
    prices: () => ({}),
    today: () => undefined,
    channels: () => [],
    broadcast: () => {},
    beforeWrite: () => {},
    onChange: () => {},
  })
  return { at, lives }
}

test('a choice that changes nothing is kept, also while lesser news wait to be written', () => {
  const { lives } = open()
  const live = lives.create(session)
  lives.happen(live, { type: 'used', usage: { models: {} } }) // written later
  lives.happen(live, { type: 'pinned', pinned: false })
  lives.happen(live, { type: 'renamed', name: 'one' })
  expect(lives.isSaved(live)).toBe(true)
  lives.flush()
})

test('what the disk refuses is not called saved, until it is', () => {
  const { at, lives } = open()
  const live = lives.create(session)
  const { state } = at.job(session.id)
  rmSync(state)
  mkdirSync(state) // no file can be renamed over a folder
  lives.happen(live, { type: 'pinned', pinned: true })
  expect(lives.isSaved(live)).toBe(false)
  rmSync(state, { recursive: true })
  lives.flush()
  expect(lives.isSaved(live)).toBe(true)
})
