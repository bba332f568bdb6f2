import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { product } from '../helpers/product.ts'

/** A small REPL such as people write: it asks before it edits, and keeps its thread in a file named by its id. */
const REPL = `
import { createInterface } from 'node:readline'
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
const args = process.argv.slice(2)
const at = (flag) => (args.includes(flag) ? args[args.indexOf(flag) + 1] : undefined)
const id = at('--restore') ?? 'T-' + process.pid
mkdirSync('threads', { recursive: true })
const file = 'threads/' + id + '.txt'
const before = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\\n') : []
if (at('--restore')) console.log('welcome back: ' + before.join(', '))
const lines = createInterface({ input: process.stdin })
const prompt = () => process.stdout.write('\\nready> ')
const take = (line) => {
  if (line === '/quit') { console.log('bye'); process.exit(0) }
  appendFileSync(file, line + '\\n')
  if (line === 'edit') return process.stdout.write('Apply this edit? (Y)es/(N)o ')
  console.log('did ' + line)
  prompt()
}
lines.on('line', take)
const first = at('--message')
if (first) take(first)
else prompt()
`

async function place() {
  const roost = await product()
  mkdirSync(roost.home, { mode: 0o700 })
  const program = join(roost.work, 'repl.mjs')
  writeFileSync(program, REPL)
  const describe = (repl: object) =>
    writeFileSync(roost.paths.config, JSON.stringify({ agents: { custom: { repl } } }))
  describe({
    command: process.execPath,
    args: [program],
    prompt: ['--message', '{prompt}'],
    resume: ['--restore', '{id}'],
    transcript: { glob: '{cwd}/threads/T-*.txt', id: '(T-\\d+)\\.txt$' },
    states: [
      {
        state: 'needs-input',
        need: 'permission',
        what: 'asks to apply an edit',
        screen: '\\(Y\\)es/\\(N\\)o',
      },
      { state: 'idle', screen: 'ready>' },
    ],
    exit: { keys: '/quit\r', seconds: 5 },
  })
  return { roost, describe }
}

test('an agent described in the config starts, tells its state, ends its own way and goes on with its thread', async () => {
  const { roost } = await place()
  await using _ = roost
  const { id } = await roost.json<{ id: string }>(['run', '--json', '-a', 'repl', 'edit'])
  const asking = await roost.seen(id, 'the question', ({ state }) => state === 'needs-input')
  expect(asking).toMatchObject({
    agent: 'repl',
    needs: 'permission',
    detail: expect.stringContaining('asks to apply an edit'),
  })
  const { stdout: why } = await roost.roost(['explain', id])
  expect(why).toMatch(
    /rule 1 of repl: screen shows "Apply this edit\? \(Y\)es\/\(N\)o" {2}\(its screen, which proves little\)/,
  )

  const known = await roost.seen(id, 'its conversation', ({ resumeId }) => resumeId !== null)
  expect(known.resumeId).toMatch(/^T-\d+$/)
  expect((await roost.roost(['stop', id])).code).toBe(0)
  const stopped = await roost.seen(id, 'its end', ({ state }) => state === 'stopped')
  expect(stopped.resumeId).toBe(known.resumeId)
  const log = await roost.roost(['logs', id])
  expect(log.stdout).toContain('bye') // it left by its own word, not by a signal

  expect((await roost.roost(['resume', id])).code).toBe(0)
  await roost.seen(id, 'it to be idle', ({ state }) => state === 'idle')
  const { stdout: screen } = await roost.roost(['peek', id])
  expect(screen).toContain('welcome back: edit')
  expect(readFileSync(join(roost.work, 'threads', `${known.resumeId}.txt`), 'utf8')).toBe('edit\n')
})

test('a description that is wrong is said, and a session whose description is gone still ends', async () => {
  const { roost, describe } = await place()
  await using _ = roost
  const { id } = await roost.json<{ id: string }>(['run', '--json', '-a', 'repl'])
  await roost.seen(id, 'it to be idle', ({ state }) => state === 'idle')

  describe({ command: process.execPath, states: [{ state: 'idle', screen: '(' }] })
  const refused = await roost.roost(['run', '-a', 'repl'])
  expect(refused).toMatchObject({ code: 2 })
  expect(refused.stderr).toMatch(
    /there is no agent "repl"; there are: .*agents\.custom\.repl\.states\[0\]\.screen is no regular expression/,
  )
  const doctor = await roost.roost(['doctor'])
  expect(doctor.stdout).toContain('agents.custom.repl.states[0].screen is no regular expression')

  expect((await roost.roost(['stop', id])).code).toBe(0)
  await roost.seen(id, 'its end', ({ state }) => state === 'stopped')
})
