import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { commandProgram, desktopProgram, runProgram } from '../../src/daemon/notify/programs.ts'
import { scratchHome } from '../store/scratch.ts'

const folder = (): string => {
  const { home } = scratchHome()
  mkdirSync(home, { recursive: true })
  return home
}
const message = { title: '-x', text: '<b>a & b</b>' }

test('notify-send gets the message as arguments: no option, no markup', async () => {
  const home = folder()
  writeFileSync(join(home, 'notify-send'), `#!/bin/sh\nprintf '%s\\n' "$@" > ${home}/got\n`, { mode: 0o755 })
  const program = desktopProgram(
    message,
    { PATH: `${home}:/usr/bin:/bin`, DISPLAY: ':9', HOME: home },
    'linux',
  )
  if ('none' in program) throw new Error(program.none)
  expect(await runProgram(program)).toBeUndefined()
  expect(readFileSync(join(home, 'got'), 'utf8')).toBe(
    '--app-name=roost\n--\n· -x\n&lt;b&gt;a &amp; b&lt;/b&gt;\n',
  )
})

test('osascript gets the message as arguments of a fixed script', () => {
  const program = desktopProgram({ title: 'a" & quit', text: 'b' }, { PATH: '' }, 'darwin')
  expect(program).toMatchObject({ args: expect.arrayContaining(['a" & quit', 'b']) })
  expect(JSON.stringify(program)).not.toContain('with title a')
})

test('without notify-send, or without a session bus, it says what is missing', async () => {
  expect(desktopProgram(message, { PATH: '' }, 'linux')).toEqual({ none: 'notify-send is not installed' })
  const home = folder()
  writeFileSync(join(home, 'notify-send'), '#!/bin/sh\n', { mode: 0o755 })
  const env = { PATH: home, XDG_RUNTIME_DIR: home }
  expect(desktopProgram(message, env, 'linux')).toEqual({ none: 'this machine has no desktop session' })
  const bus = createServer().listen(join(home, 'bus'))
  await new Promise((done) => bus.once('listening', done))
  expect(desktopProgram(message, env, 'linux')).toMatchObject({ env: { XDG_RUNTIME_DIR: home } })
  bus.close()
})

test('a command reads its input or not, and its last words are the fault', async () => {
  const env = { PATH: process.env.PATH, HOME: '/' }
  expect(await runProgram(commandProgram('read line; [ "$line" = hello ]', env, 'hello\n'))).toBeUndefined()
  expect(await runProgram(commandProgram('true', env, 'x'.repeat(500_000)))).toBeUndefined()
  expect(await runProgram(commandProgram('echo first >&2; echo no route >&2; exit 3', env, ''))).toBe(
    'exit 3: no route',
  )
  expect(await runProgram(commandProgram('kill -9 $$', env, ''))).toBe('ended by SIGKILL')
  expect(await runProgram({ file: '/no/such', args: [], env, timeoutMs: 1000 })).toContain('ENOENT')
  expect(
    await runProgram({ file: '/bin/true', args: [], env: { HOME: '/no/such' }, timeoutMs: 1000 }),
  ).toContain('ENOENT')
})

test('what does not end is ended with all it started, and what it leaves behind is not waited for', async () => {
  const home = folder()
  const env = { PATH: process.env.PATH, HOME: home }
  const slow = commandProgram('sh -c "echo \\$\\$ > pid; exec sleep 1000" & wait', env, '')
  expect(await runProgram({ ...slow, timeoutMs: 3000 })).toBe('not done within 3 s; it was ended')
  const pid = Number(readFileSync(join(home, 'pid'), 'utf8'))
  await expect.poll(() => isThere(pid)).toBe(false)

  const parting = commandProgram('sleep 30 & echo $! > left', env, '')
  expect(await runProgram(parting)).toBeUndefined()
  process.kill(Number(readFileSync(join(home, 'left'), 'utf8')), 'SIGKILL')
})

function isThere(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}
