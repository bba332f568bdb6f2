import { afterEach, expect, test } from 'vitest'
import { ARM_MS } from '../../src/ui/model/arming.ts'
import { Stage } from './stage.ts'

let stage: Stage
const open = async (cols = 80, rows = 24): Promise<Stage> => {
  stage = new Stage(cols, rows)
  await stage.shows('10 sessions')
  return stage
}
afterEach(async () => {
  stage.hangUp()
  await stage.ended
})

/** The card counts keys once its answer keys are bright; that is a frame of its own. */
const armed = (s: Stage) =>
  s.until(() => {
    const y = s
      .text()
      .split('\n')
      .findIndex((row) => /y allow/.test(row))
    const cell = y < 0 ? undefined : s.term.buffer.active.getLine(y)?.getCell(2)
    return cell?.getChars() === 'y' && cell.isBold() !== 0
  }, `the card to stand ${ARM_MS} ms`)

test('a request is answered from the keyboard, bound to what was shown', async () => {
  const s = await open()
  s.requests = []
  s.type('i')
  await s.shows('npm test')
  await armed(s)
  s.type('y')
  await s.until(() => s.called('request.answer').length > 0, 'the answer')
  expect(s.called('request.answer')).toEqual([
    { id: 'a1b2c3', inputHash: 'f00d', answer: { verdict: 'allow' } },
  ])
  await s.shows('Sign-in') // the next one
})

test('the audit is asked of the daemon, narrowed there, and read on the screen', async () => {
  const s = await open()
  s.type('gA')
  await s.shows('go on')
  s.type('d')
  await s.until(() => s.called('audit.list').length > 1, 'the narrowed question')
  expect(s.called('audit.list')).toEqual([{ limit: 300 }, { limit: 300, denied: true }])
})

test('attaching loses no byte and leaks none: what is typed behind Enter is the session’s', async () => {
  const s = await open()
  s.type('g\rhello\u001b[A日')
  await s.until(() => s.attached[0]?.typed === 'hello\u001b[A日', 'the bytes behind Enter')
  s.type('q')
  await s.until(() => s.attached[0]?.typed.endsWith('q') === true, 'a key for the session')
  await s.shows('the session itself')
  s.attached[0]?.leave({ why: 'detached', rest: Buffer.from('xy') })
  await s.shows('10 sessions')
  s.type('j')
  await s.until(() => s.text().includes('▌!   which auth flow'), 'the key after coming back')
  expect(s.called('session.stop')).toEqual([])
  expect(s.attached[0]?.options).toMatchObject({
    detachKeys: ['ctrl+q'],
    screen: 'alternate',
    readOnly: false,
  })
})

test('a session that ended while attached is told, and the list is drawn anew', async () => {
  const s = await open()
  s.type('g\r')
  await s.shows('the session itself')
  s.attached[0]?.leave({ why: 'exited', exit: { code: 3, at: 1, generation: 1 } })
  await s.shows('ended with exit code 3')
  expect(s.text()).toContain('Needs input')
  expect(s.text()).not.toContain('the session itself')
})

test('Enter on what has ended brings it back and attaches', async () => {
  const s = await open()
  s.type('G')
  await s.shows('What was said last.')
  s.type('\r')
  await s.shows('the session itself')
  expect(s.called('session.resume')).toEqual([{ id: 'ffffaaaa', cols: 80, rows: 24 }])
})

test('a live session is looked at, one at a time', async () => {
  const s = await open(120, 36)
  await s.shows('the live screen')
})

test('the daemon goes and comes back: said so, and listed anew', async () => {
  const s = await open()
  s.refusing = 'no daemon runs'
  s.dropDaemon('it was killed')
  await s.shows('daemon away')
  expect(s.text()).toContain('migrate db schema')
  s.sessions = s.sessions.slice(0, 1)
  s.refusing = undefined
  await s.shows('1 session')
})

test('a daemon that a person stopped is looked for and not started, until a key', async () => {
  const s = await open()
  s.refusing = 'no daemon runs'
  s.news({ event: 'daemon.leaving', data: { why: 'it was stopped', stopped: true } })
  s.dropDaemon('it was stopped')
  await s.shows('any key starts it')
  await s.until(() => s.dials.length >= 3, 'it to be looked for twice')
  expect(s.dials).toEqual(['starting one', 'only looking', 'only looking'])
  s.refusing = undefined
  s.type('j')
  await s.shows('10 sessions')
  expect(s.dials.at(-1)).toBe('starting one')
})

test('a session that runs can be attached while the daemon is away', async () => {
  const s = await open()
  s.refusing = 'no daemon runs'
  s.dropDaemon('it was killed')
  await s.shows('daemon away')
  s.type('g')
  s.type('\r')
  await s.shows('the session itself')
  s.attached[0]?.leave({ why: 'detached', rest: Buffer.alloc(0) })
  await s.shows('daemon away')
})

test('what the daemon refuses is one line, gone with the next key', async () => {
  const s = await open()
  s.dropDaemon('gone')
  s.refusing = 'still gone'
  await s.shows('daemon away')
  s.type('t')
  await s.shows('Pin: the daemon is away')
  s.type('j')
  await s.until(() => !s.text().includes('Pin: the daemon is away'), 'the line to go')
})

test('the output of a session is read and searched', async () => {
  const s = await open()
  s.type('l')
  await s.shows('following')
  s.type('/')
  s.type('two')
  s.type('\r')
  await s.shows('held at the end')
})

test('nothing changes: nothing is written', async () => {
  const s = await open(120, 36)
  await s.shows('the live screen')
  const before = s.bytes.length
  const session = s.sessions[2]
  if (!session) throw new Error('no session')
  // News that changes nothing one can see, then news that does: only that is written.
  for (let i = 0; i < 5; i++) s.news({ event: 'session.changed', data: { ...session } })
  s.news({ event: 'session.changed', data: { ...session, title: 'quite another title' } })
  await s.shows('quite another title')
  const written = s.bytes.slice(before)
  expect(written.length).toBeLessThan(160)
  expect(written).not.toContain('migrate')
})

test('over mosh a busy machine is drawn once a second, in few bytes; keys are drawn at once', async () => {
  stage = new Stage(45, 20, { env: { NCURSES_NO_UTF8_ACS: '1' } })
  const s = stage
  await s.shows('Needs input 2')
  const start = performance.now()
  const bytes = s.bytes.length
  const titles = ['Read', 'Edit', 'Bash: npm test', 'Write']
  const draws = 4
  for (let i = 0; i < draws * 20; i++) {
    const session = s.sessions[2 + (i % 3)]
    const title = `${titles[i % 4]} ${i}`
    if (session) s.news({ event: 'session.changed', data: { ...session, title } })
    if (i % 20 === 19) await s.shows(title)
  }
  const seconds = (performance.now() - start) / 1000
  expect(seconds).toBeGreaterThan(draws - 1.5) // however slow the machine: between two there is a second
  expect((s.bytes.length - bytes) / draws).toBeLessThan(300)
  s.type('?')
  await s.shows('Keys')
})

test('leaving restores the terminal, whatever it was told', async () => {
  const s = await open()
  expect(s.raw).toBe(true)
  s.type('q')
  expect(await s.ended).toBe(0)
  expect(s.raw).toBe(false)
  expect(s.bytes).toMatch(/\u001b\[\?2004l.*\u001b\[\?7h.*\u001b\[\?1049l.*\u001b\[\?25h/)
  await s.until(() => s.term.buffer.active.type === 'normal', 'the shell’s screen')
  expect(s.bytes.split('\u001b[?1049h').length).toBe(s.bytes.split('\u001b[?1049l').length)
})

test('a terminal that goes away ends the view', async () => {
  const s = await open()
  s.hangUp()
  expect(await s.ended).toBe(129)
})
