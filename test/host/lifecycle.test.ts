import { spawn } from 'node:child_process'
import {
  chmodSync,
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { attachTo, daemonOf, kill, peekOf, readJson, startHost, until } from './host-process.ts'

describe('a host that starts', () => {
  it.each([
    [
      'a folder that is not there',
      { cwd: '/no/such/folder' },
      /folder \/no\/such\/folder does not exist.*make it/,
    ],
    [
      'a program that is not there',
      { file: '/no/such/program' },
      /\/no\/such\/program does not exist; is it installed/,
    ],
    ['a folder as program', { file: '/tmp' }, /\/tmp is not a program/],
    ['a file that is no program', { file: '/etc/passwd' }, /chmod \+x \/etc\/passwd/],
  ])('says what is wrong with %s', async (_, launch, says) => {
    await using host = await startHost(launch)
    expect(host.ready).toEqual({ ok: false, error: expect.stringMatching(says) })
    await host.gone
    expect(existsSync(host.launch.socket)).toBe(false)
  })

  it.each([
    ['#!/no/such/interpreter\n', /script for \/no\/such\/interpreter/],
    ['#!/usr/bin/env no-such-interpreter\n', /needs no-such-interpreter, which is not on the PATH/],
  ])('says that the interpreter of a script is missing: %j', async (text, says) => {
    await using folder = await startHost({})
    const file = join(folder.folder, 'script')
    writeFileSync(file, text)
    chmodSync(file, 0o755)
    await using host = await startHost({ file })
    expect(host.ready).toEqual({ ok: false, error: expect.stringMatching(says) })
  })

  it('leaves the socket to another host that serves it', async () => {
    await using first = await startHost({ script: 'echo first; cat' })
    await using second = await startHost({ script: 'echo second; cat', socket: first.launch.socket })
    expect(second.ready).toEqual({ ok: false, error: expect.stringMatching(/another host already serves/) })
    await until('the first one', async () => (await peekOf(first)).lines[0] === 'first')
  })

  it('takes over the socket of one that was killed', async () => {
    await using first = await startHost({ script: 'cat' })
    kill(first.pid, 'SIGKILL')
    await first.gone
    await using second = await startHost({ script: 'echo second; cat', socket: first.launch.socket })
    expect(second.ready.ok).toBe(true)
    await until('the second one', async () => (await peekOf(second)).lines[0] === 'second')
  })

  it('keeps a program that has let go of its terminal, and shows what it says there later', async () => {
    await using host = await startHost({
      script:
        'exec 3>&1 </dev/null >/dev/null 2>&1; echo going >&3; exec 3>&-; ' +
        'while ! [ -e "$HOME/go" ]; do sleep 0.05; done; echo back >/dev/tty; exec cat </dev/tty',
    })
    await until('the last word', async () => (await peekOf(host)).lines[0] === 'going')
    writeFileSync(join(host.folder, 'go'), '')
    await until('the next', async () => (await peekOf(host)).lines[1] === 'back')
  })

  it('gives the agent its own environment and terminal and no files', async () => {
    const leak = openSync('/etc/hostname', 'r')
    await using host = await startHost({
      script: 'env; umask; tty; echo done; cat',
      env: { PATH: '/usr/bin:/bin', A: 'b c' },
      umask: 0o027,
    })
    const { lines } = await until('the list', async () => {
      const peek = await peekOf(host)
      return peek.lines.includes('done') && peek
    })
    const names = lines.filter((line) => /^[A-Z_]+=/.test(line)).map((line) => line.split('=')[0])
    expect(new Set(names)).toEqual(
      new Set([
        'PATH',
        'A',
        'TERM',
        'COLORTERM',
        'PWD',
        ...names.filter((n) => n === 'OLDPWD' || n === '_' || n === 'SHLVL'),
      ]),
    )
    expect(lines).toContain('A=b c')
    expect(lines).toContain('0027')
    closeSync(leak)
    if (process.platform !== 'linux' || !host.ready.ok) return
    const { agentPid } = host.ready
    const files = readdirSync(`/proc/${agentPid}/fd`).map((fd) => readlinkSync(`/proc/${agentPid}/fd/${fd}`))
    expect(files.length).toBeGreaterThanOrEqual(3)
    expect(files.every((file) => file.startsWith('/dev/pts/') || file === '/dev/tty')).toBe(true)
  })

  it.runIf(process.platform === 'linux')('passes nothing on that somebody before it left open', async () => {
    // A shell opens a high descriptor, as terminals and CI runners do, and starts the host.
    const entry = join(import.meta.dirname, '../../src/host/main.ts')
    await using shape = await startHost({ script: 'cat' })
    const launch = { ...shape.launch, socket: join(shape.folder, 't.sock') }
    writeFileSync(join(shape.folder, 'launch2.json'), JSON.stringify(launch))
    const child = spawn(
      '/bin/bash',
      [
        '-c',
        `exec 200</etc/hostname; exec "$0" "$1" "$2"`,
        process.execPath,
        entry,
        join(shape.folder, 'launch2.json'),
      ],
      {
        detached: true,
        stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
      },
    )
    const said = await new Promise<string>((resolve) =>
      child.stdio[3]?.once('data', (chunk: Buffer) => resolve(chunk.toString())),
    )
    const { agentPid } = JSON.parse(said) as { agentPid: number }
    const open = readdirSync(`/proc/${agentPid}/fd`)
    kill(-agentPid, 'SIGKILL')
    kill(child.pid ?? 0, 'SIGKILL')
    expect(open).not.toContain('200')
  })

  it('is closed to others: its socket and files are for its user alone', async () => {
    await using host = await startHost({
      script: 'echo x; cat',
      files: [{ path: '/tmp/rh-never', text: '' }].slice(1),
    })
    await until('a log', () => existsSync(join(host.folder, 'output.log')))
    const modes = ['s.sock', 'output.log', 'output.index'].map(
      (name) => statSync(join(host.folder, name)).mode & 0o777,
    )
    expect(modes).toEqual([0o600, 0o600, 0o600])
  })
})

describe('a host that lives', () => {
  it('does not mind a hang-up or an interrupt', async () => {
    await using host = await startHost({ script: 'cat' })
    kill(host.pid, 'SIGHUP')
    kill(host.pid, 'SIGINT')
    const terminal = await attachTo(host)
    terminal.type('still here\r')
    await until('the echo', () => terminal.text()[1] === 'still here')
  })

  it('ends the agent and itself on SIGTERM, and keeps how it ended', async () => {
    await using host = await startHost({ script: 'sleep 1000' })
    kill(host.pid, 'SIGTERM')
    await host.gone
    expect(readJson(join(host.folder, 'exit.json'))).toMatchObject({
      code: 129,
      signal: 'SIGHUP',
      generation: 1,
    })
  })

  it('passes over frames and calls it does not know, and closes on nonsense only the one who sent it', async () => {
    await using host = await startHost({ script: 'cat' })
    const ask = await host.connect({ protocol: 1, role: 'ask' })
    await expect(ask.call('fly' as 'status', {})).rejects.toThrow(/no method fly/)
    const rude = await host.connect({ protocol: 1, role: 'ask' })
    rude.send(0x05, 'not json')
    await rude.closed
    await expect(host.connect({ protocol: 1, role: 'nobody' as 'ask' })).rejects.toThrow(
      /no such role: nobody/,
    )
    expect((await ask.call('status', {})).session).toBe('0a1b2c3d')
  })

  it('signals the whole group of the agent', async () => {
    await using host = await startHost({ script: 'sleep 1000 & echo $!; wait' })
    const ask = await host.connect({ protocol: 1, role: 'ask' })
    const child = await until('the child', async () => Number((await peekOf(host)).lines[0]) || undefined)
    expect(await ask.call('signal', { signal: 'SIGKILL' })).toEqual({ sent: true })
    await until('its end', () => !isRunning(child))
  })
})

describe('a host whose agent has ended', () => {
  it('has its last output, its exit code and its last screen, for who is there and on disk', async () => {
    await using host = await startHost({ script: "read _; seq 1 5000; printf 'last words'; exit 7" })
    const terminal = await attachTo(host)
    terminal.type('\r')
    await until('the end', () => terminal.exit)
    expect(terminal.exit).toMatchObject({ code: 7, generation: 1 })
    expect(terminal.text().some((row) => row.startsWith('last words'))).toBe(true)
    expect(readJson(join(host.folder, 'exit.json'))).toEqual(terminal.exit)
    expect(JSON.stringify(readJson(join(host.folder, 'screen.json')))).toContain('last words')
    expect(readFileSync(join(host.folder, 'output.log'), 'utf8')).toContain('last words')
    await host.gone
    expect(existsSync(host.launch.socket)).toBe(false)
  })

  it('tells which signal it was', async () => {
    await using host = await startHost({ script: 'kill -9 $$' })
    await host.gone
    expect(readJson(join(host.folder, 'exit.json'))).toMatchObject({ code: 137, signal: 'SIGKILL' })
  })

  it('goes as soon as the status is collected, and not while the agent runs', async () => {
    await using host = await startHost({ script: 'read _; exit 3' })
    const daemon = await daemonOf(host)
    await expect(daemon.host.call('collect', {})).rejects.toThrow(/still running/)
    await daemon.host.call('keys', { base64: Buffer.from('\r').toString('base64') })
    await until('the event', () => daemon.events.find((event) => event.type === 'exit'))
    expect(await daemon.host.call('collect', {})).toEqual({ ok: true })
    await host.gone
  })

  it('stays until somebody has collected a status that the disk did not take', async () => {
    await using host = await startHost({ script: 'read _; exit 3' })
    const { mkdirSync } = await import('node:fs')
    mkdirSync(join(host.folder, 'exit.json/in-the-way'), { recursive: true })
    const daemon = await daemonOf(host)
    await daemon.host.call('keys', { base64: Buffer.from('\r').toString('base64') })
    await until('the event', () => daemon.events.find((event) => event.type === 'exit'))
    // One whose status is safe, and that ended later, has gone by then.
    await using other = await startHost({ script: 'exit 0' })
    await other.gone
    expect((await daemon.host.call('status', {})).exit).toMatchObject({ code: 3 })
    await daemon.host.call('collect', {})
    await host.gone
  })

  it('does not wait for a background process that holds its terminal open', async () => {
    await using host = await startHost({ script: '(trap "" HUP; sleep 30) & exit 4' })
    await host.gone
    expect(readJson(join(host.folder, 'exit.json'))).toMatchObject({ code: 4 })
  })
})

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'latin1'))
  } catch {
    return false
  }
}
