import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { wrapInScope } from '../../src/daemon/scope.ts'
import { noUserManager, userManager, type UserManager } from '../helpers/user-manager.ts'

const SLEEP = ['run', '--json', '-a', 'command', '--', 'sleep', '1000']
type Started = { id: string; hostPid: number; agentPid: number }

/** The unit as it is, but begun again at once. */
const HURRY = ['RestartSec=0']
/** With a shorter patience too, so that a test need not wait a minute; a busy machine feeds it late. */
const WATCHED = [...HURRY, 'WatchdogSec=8']

/** Lays more settings over the unit, as `systemctl edit` does. */
async function edit(manager: UserManager, settings: string[]): Promise<void> {
  const folder = join(manager.home, '../.config/systemd/user/roost.service.d')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'test.conf'), ['[Service]', ...settings, ''].join('\n'))
  await manager.systemctl('daemon-reload')
}

/** The daemon that serves is the one that systemd watches. */
async function expectWatched(manager: UserManager): Promise<number> {
  const { pid } = await manager.daemon()
  expect(await manager.show()).toMatchObject({ MainPID: pid, ActiveState: 'active', SubState: 'running' })
  return pid
}

async function expectUntouched(manager: UserManager, { id, hostPid, agentPid }: Started): Promise<void> {
  expect(await manager.row(id)).toMatchObject({ id, hostPid, agentPid })
}

const title =
  noUserManager === undefined
    ? 'a real systemd --user'
    : `a real systemd --user (not tried: ${noUserManager})`
describe.skipIf(noUserManager !== undefined)(title, () => {
  test('starts the daemon and takes it for ready when it serves; exit 0 is the end, and a command starts it there again', async () => {
    await using manager = await userManager({ linger: true })
    const installed = await manager.json<object>('daemon', 'install', '--json')
    expect(installed).toMatchObject({ manager: 'systemd', state: 'active' })
    await manager.until('its leave', async () => (await manager.show()).ActiveState === 'inactive')
    expect(await manager.show()).toMatchObject({ Result: 'success', NRestarts: 0, MainPID: 0 })

    const session = await manager.json<Started>(...SLEEP)
    const pid = await expectWatched(manager)
    expect((await manager.systemctl('status', 'roost')).stdout).toContain('Status: "serving"')
    await expectUntouched(manager, session)
    await manager.roost('stop', session.id)
    await manager.until('its leave', async () => !(await manager.isAlive(pid)))
    expect(await manager.show()).toMatchObject({ ActiveState: 'inactive', Result: 'success', NRestarts: 0 })
  })

  test('stop, restart and kill -9 leave the sessions alone', async () => {
    await using manager = await userManager({ linger: true })
    await manager.json('daemon', 'install', '--json')
    await edit(manager, HURRY)
    const session = await manager.json<Started>(...SLEEP)
    const first = await expectWatched(manager)

    expect((await manager.systemctl('restart', 'roost')).code).toBe(0)
    const second = await expectWatched(manager)
    expect(second).not.toBe(first)
    await expectUntouched(manager, session)

    await manager.kill('KILL', second)
    await manager.until('another one', async () => ![0, second].includes((await manager.show()).MainPID))
    await manager.until('ready', async () => (await manager.show()).ActiveState === 'active')
    await expectWatched(manager)
    await expectUntouched(manager, session)

    expect((await manager.systemctl('stop', 'roost')).code).toBe(0)
    expect(await manager.show()).toMatchObject({ ActiveState: 'inactive', Result: 'success' })
    expect(await manager.isAlive(session.hostPid)).toBe(true)
    expect(await manager.isAlive(session.agentPid)).toBe(true)
    await expectUntouched(manager, session) // by a command, which has it started again
    await expectWatched(manager)
  })

  test('ends a daemon that hangs, and one whose socket is gone, and starts it again; the sessions live on', async () => {
    await using manager = await userManager({ linger: true })
    await manager.json('daemon', 'install', '--json')
    await edit(manager, WATCHED)
    const session = await manager.json<Started>(...SLEEP)
    await manager.systemctl('restart', 'roost') // now with the short patience
    const hung = await expectWatched(manager)

    await manager.kill('STOP', hung)
    await manager.until('another one', async () => ![0, hung].includes((await manager.show()).MainPID))
    await manager.until('ready', async () => (await manager.show()).ActiveState === 'active')
    expect(await manager.isAlive(hung)).toBe(false)
    const deaf = await expectWatched(manager)
    await expectUntouched(manager, session)

    rmSync(join(manager.home, 'run', 'daemon.sock'))
    await manager.until('another one', async () => ![0, deaf].includes((await manager.show()).MainPID))
    await manager.until('ready', async () => (await manager.show()).ActiveState === 'active')
    await expectWatched(manager)
    await expectUntouched(manager, session)
    expect(readFileSync(join(manager.home, 'daemon.log'), 'utf8')).toContain('the watchdog is not fed')
  })

  test('takes the place of a daemon that a command has started, and uninstall gives it back', async () => {
    await using manager = await userManager({ linger: true })
    const session = await manager.json<Started>(...SLEEP)
    const { pid: before } = await manager.daemon()
    await manager.json('daemon', 'install', '--json')
    expect(await expectWatched(manager)).not.toBe(before)
    expect(await manager.isAlive(before)).toBe(false)
    await expectUntouched(manager, session)

    const { removed } = await manager.json<{ removed: string }>('daemon', 'uninstall', '--json')
    expect(existsSync(removed)).toBe(false)
    expect((await manager.systemctl('list-unit-files', 'roost.service')).stdout).toContain('0 unit files')
    await expectUntouched(manager, session)
    const { pid } = await manager.daemon()
    expect((await manager.run('cat', [`/proc/${pid}/cgroup`])).stdout).not.toContain('roost.service')
  })

  test('goes on watching after an upgrade: the daemon of the new build is the main process', async () => {
    await using manager = await userManager({ linger: true })
    await manager.json('daemon', 'install', '--json')
    await edit(manager, WATCHED)
    const session = await manager.json<Started>(...SLEEP)
    await manager.systemctl('restart', 'roost')
    const old = await expectWatched(manager)
    upgrade(manager.dist)
    await manager.until('the new build', async () => ![0, old].includes((await manager.show()).MainPID))
    await manager.until('the end of the old one', async () => !(await manager.isAlive(old)))
    const next = await expectWatched(manager)
    await expectUntouched(manager, session)
    expect((await manager.show()).NRestarts).toBe(0)

    await manager.kill('STOP', next) // is fed by the new one, under a pid that systemd did not start
    await manager.until('another one', async () => ![0, next].includes((await manager.show()).MainPID))
    await manager.until('ready', async () => (await manager.show()).ActiveState === 'active')
    await expectWatched(manager)
    await expectUntouched(manager, session)
  })

  test('after a reboot it starts the daemon by itself, which brings back what is pinned', async () => {
    await using manager = await userManager({ linger: true })
    await manager.json('daemon', 'install', '--json')
    const session = await manager.json<Started>('run', '--json', '-a', 'demo', '--pin', 'hello')
    const { resumeId } = await manager.row(session.id)
    const other = await manager.json<Started>('run', '--json', '-a', 'demo', 'hello')
    await manager.reboot()
    await manager.until('the daemon', async () => (await manager.show()).ActiveState === 'active')
    const row = await manager.until('the session', async () => {
      const row = await manager.row(session.id)
      return row.agentPid !== null && row
    })
    expect(row).toMatchObject({ pinned: true, resumeId })
    expect(await manager.row(other.id)).toMatchObject({ state: 'failed', detail: 'reboot' })
    await expectWatched(manager)
  })

  test('a session in a scope of its own outlives the unit that it was started from, whatever its KillMode', async () => {
    await using manager = await userManager({ linger: true })
    const marks = join(manager.home, '..')
    const sleeper = (name: string) => ['sh', '-c', 'echo $$ > "$0"; exec sleep 1000', join(marks, name)]
    const scope = { session: '0badcafe', generation: 1, label: 'a "b" %h', memoryMax: '1G' }
    const start = join(marks, 'start.cjs')
    const commands = [sleeper('plain'), wrapInScope(sleeper('scoped'), scope)]
    writeFileSync(
      start,
      `for (const [file, ...args] of ${JSON.stringify(commands)})
         require('node:child_process').spawn(file, args, { detached: true, stdio: 'ignore' }).unref()
       setInterval(() => {}, 1e6)`,
    )
    await manager.run('systemd-run', ['--user', '--unit=starter', process.execPath, start])
    const [plain = 0, scoped = 0] = await manager.until('both', async () => {
      const pids = ['plain', 'scoped'].map((name) => join(marks, name)).map(pidIn)
      return pids.every((pid) => pid > 0) && pids
    })
    expect((await manager.run('cat', [`/proc/${scoped}/cgroup`])).stdout).toContain(
      '/roost.slice/roost-0badcafe-1.scope',
    )
    await manager.systemctl('stop', 'starter')
    expect([await manager.isAlive(plain), await manager.isAlive(scoped)]).toEqual([false, true])
  })

  test('install says what it would write and what is in its way, and never replaces what is not ours', async () => {
    await using manager = await userManager({ linger: true })
    const unit = join(manager.home, '../.config/systemd/user/roost.service')
    const printed = await manager.roost('daemon', 'install', '--print')
    expect(printed).toMatchObject({ code: 0, stderr: '' })
    expect(printed.stdout).toContain('KillMode=process')
    expect((await manager.roost('daemon', 'install', '--print', '--for', 'launchd')).stdout).toContain(
      '<key>AbandonProcessGroup</key>',
    )
    expect(await manager.roost('daemon', 'install', '--for', 'launchd')).toMatchObject({
      code: 2,
      stdout: '',
    })
    expect(await manager.roost('daemon', 'install', '--for', 'upstart')).toMatchObject({
      code: 2,
      stdout: '',
    })
    expect(existsSync(unit)).toBe(false)

    expect(await manager.roost('daemon', 'install')).toMatchObject({ code: 0 })
    expect(readFileSync(unit, 'utf8')).toBe(printed.stdout)
    expect(await manager.roost('daemon', 'install')).toMatchObject({ code: 0 }) // again is fine
    const elsewhere = { env: { ROOST_HOME: '/tmp/rs-elsewhere' } }
    const second = await manager.run(
      process.execPath,
      [join(manager.dist, 'roost.cjs'), 'daemon', 'install'],
      elsewhere,
    )
    expect(second).toMatchObject({ code: 4, stdout: '' })
    expect(second.stderr).toContain(manager.home)
    expect(existsSync(elsewhere.env.ROOST_HOME)).toBe(false)

    writeFileSync(unit, '[Service]\nExecStart=/bin/true\n')
    expect(await manager.roost('daemon', 'install')).toMatchObject({ code: 4 })
    expect(await manager.roost('daemon', 'uninstall')).toMatchObject({ code: 4 })
    expect(readFileSync(unit, 'utf8')).toBe('[Service]\nExecStart=/bin/true\n')
  })

  test('where the user manager cannot be reached the unit is left for the next boot; without systemd, cron is offered', async () => {
    await using manager = await userManager({ linger: true })
    const lost = { env: { XDG_RUNTIME_DIR: '/nowhere' } }
    const roost = [process.execPath, join(manager.dist, 'roost.cjs'), 'daemon'] as const
    const installed = await manager.run(roost[0], [...roost.slice(1), 'install', '--json'], lost)
    expect(JSON.parse(installed.stdout)).toMatchObject({ manager: 'systemd', state: 'waits' })
    await manager.reboot()
    await manager.until('its start and leave', async () => {
      const { stdout } = await manager.systemctl('show', 'roost', '--property=ExecMainExitTimestamp')
      return /=\w/.test(stdout)
    })
    expect(await manager.show()).toMatchObject({ ActiveState: 'inactive', Result: 'success', NRestarts: 0 })
    expect(await manager.roost('daemon', 'uninstall')).toMatchObject({ code: 0 })

    await manager.run('rmdir', ['/run/systemd/system'])
    const offered = await manager.roost('daemon', 'install')
    expect(offered).toMatchObject({ code: 1, stderr: '' })
    expect(offered.stdout).toMatch(/@reboot .* daemon ensure/)
    expect(await manager.roost('daemon', 'ensure')).toEqual({ code: 0, stdout: '', stderr: '' })
    expect((await manager.daemon()).pid).toBeGreaterThan(1)
  })

  test('a service that does not come up keeps no command from working', async () => {
    await using manager = await userManager({ linger: true })
    await manager.json('daemon', 'install', '--json')
    await manager.until('its leave', async () => (await manager.show()).ActiveState === 'inactive')
    await edit(manager, ['RestartSec=0', 'ExecStart=', 'ExecStart=/bin/false'])
    const session = await manager.json<Started>(...SLEEP)
    await manager.until('its end', async () => (await manager.show()).ActiveState === 'failed')
    const { pid } = await manager.daemon()
    expect((await manager.show()).MainPID).toBe(0)
    await manager.kill('KILL', pid)
    await expectUntouched(manager, session)

    await edit(manager, [])
    await manager.systemctl('reset-failed', 'roost')
    expect((await manager.systemctl('start', 'roost')).code).toBe(0)
    await expectWatched(manager)
    await expectUntouched(manager, session)
  })

  test('does not start what it would kill at logout: without linger the unit waits, and commands work as before', async () => {
    await using manager = await userManager({ linger: false })
    const installed = await manager.json<{ state: string; next: { command: string }[] }>(
      'daemon',
      'install',
      '--json',
    )
    expect(installed).toMatchObject({
      state: 'waits',
      next: [{ command: 'loginctl enable-linger root' }, { command: 'systemctl --user start roost.service' }],
    })
    const session = await manager.json<Started>(...SLEEP)
    await manager.systemctl('start', 'roost')
    expect(await manager.show()).toMatchObject({ ActiveState: 'inactive', Result: 'success' })
    await expectUntouched(manager, session)

    await manager.run('touch', ['/var/lib/systemd/linger/root']) // what loginctl does
    await manager.systemctl('start', 'roost')
    await expectWatched(manager)
    await expectUntouched(manager, session)
  })
})

function pidIn(path: string): number {
  return existsSync(path) ? Number(readFileSync(path, 'utf8')) : 0
}

/** As npm does: another build in the same place. Only the id in it differs. */
function upgrade(dist: string): void {
  const mark = join(dist, 'build.json')
  const { version, build } = JSON.parse(readFileSync(mark, 'utf8')) as { version: string; build: string }
  const next = build.replace(/.{8}$/, 'feedc0de')
  const daemon = join(dist, 'daemon.cjs')
  writeFileSync(daemon, readFileSync(daemon, 'utf8').replaceAll(build, next))
  writeFileSync(mark, JSON.stringify({ version, build: next }))
}
