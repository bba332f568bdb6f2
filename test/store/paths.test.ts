import { chmodSync, chownSync, lstatSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { homedir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ensurePrivate, paths, roostHome } from '../../src/store/paths.ts'
import { scratch } from './scratch.ts'

describe('roostHome', () => {
  it('is ROOST_HOME made absolute, else .roost in the home folder', () => {
    expect(roostHome({ ROOST_HOME: '/srv/roost/', HOME: '/home/ada' })).toBe('/srv/roost')
    expect(roostHome({ ROOST_HOME: 'here' })).toBe(join(process.cwd(), 'here'))
    expect(roostHome({ ROOST_HOME: '', HOME: '/home/ada' })).toBe('/home/ada/.roost')
    expect(roostHome({})).toBe(join(homedir(), '.roost'))
  })
})

describe('paths', () => {
  it('names every file of a home', () => {
    expect(paths('/h').job('0a1b2c3d')).toEqual({
      folder: '/h/jobs/0a1b2c3d',
      state: '/h/jobs/0a1b2c3d/state.json',
      launch: '/h/jobs/0a1b2c3d/launch.json',
      about: '/h/jobs/0a1b2c3d/about.json',
      env: '/h/jobs/0a1b2c3d/env.json',
      output: '/h/jobs/0a1b2c3d/output.log',
      outputOld: '/h/jobs/0a1b2c3d/output.log.1',
      index: '/h/jobs/0a1b2c3d/output.index',
      exit: '/h/jobs/0a1b2c3d/exit.json',
      screen: '/h/jobs/0a1b2c3d/screen.json',
      socket: '/h/run/0a1b2c3d.sock',
    })
  })

  it.each(['', '..', '../../etc', '0a1b2c3', '0a1b2c3d4', '0A1B2C3D', '0a1b2c3d/x', '0a1b2c3d\n'])(
    'refuses %j as a session id',
    (id) => {
      expect(() => paths('/h').job(id)).toThrow('is not a session id')
    },
  )

  it('keeps every socket within what a unix socket address holds, whatever the home', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }), (name) => {
        const p = paths(join('/home', name.replace(/[/\0]/g, '_')))
        for (const socket of [p.daemonSocket, p.job('01234567').socket])
          expect(Buffer.byteLength(socket)).toBeLessThanOrEqual(100)
      }),
    )
  })

  it('has another short folder for each long home, and it can be bound', async () => {
    const long = join(scratch(), 'long'.repeat(30))
    const p = paths(long)
    expect(p.run).toMatch(/^\/tmp\/roost-\d+-[0-9a-f]{8}$/)
    expect(paths(`${long}x`).run).not.toBe(p.run)
    const longest = join(scratch(), 'x'.repeat(200)).slice(0, 100 - '/run/01234567.sock'.length)
    const socket = paths(longest).job('01234567').socket
    expect(Buffer.byteLength(socket)).toBe(100)
    mkdirSync(paths(longest).run, { recursive: true })
    const server = createServer().listen(socket)
    await once(server, 'listening')
    server.close()
  })
})

describe('ensurePrivate', () => {
  let home: string
  const before = process.env.ROOST_HOME
  beforeEach(() => {
    home = join(scratch(), 'home')
    process.env.ROOST_HOME = home
  })
  afterEach(() => {
    if (before === undefined) delete process.env.ROOST_HOME
    else process.env.ROOST_HOME = before
  })
  const modeOf = (path: string) => lstatSync(path).mode & 0o777

  it('makes the folder and its parents for the owner only', () => {
    const umask = process.umask(0)
    try {
      ensurePrivate(join(home, 'jobs/01234567'))
    } finally {
      process.umask(umask)
    }
    expect(['', 'jobs', 'jobs/01234567'].map((name) => modeOf(join(home, name)))).toEqual([
      0o700, 0o700, 0o700,
    ])
  })

  it('tightens the home and what lies in it', () => {
    for (const folder of [home, join(home, 'run')]) {
      mkdirSync(folder)
      chmodSync(folder, 0o777)
      ensurePrivate(folder)
      expect(modeOf(folder)).toBe(0o700)
    }
  })

  it('refuses an open folder elsewhere: others may have put things into it', () => {
    for (const folder of [join(scratch(), 'run'), `${home}-evil`]) {
      mkdirSync(folder)
      chmodSync(folder, 0o755)
      expect(() => ensurePrivate(folder)).toThrow(/is open to other users; .*chmod 700/)
      expect(modeOf(folder)).toBe(0o755)
    }
  })

  it('refuses a symbolic link, also one that leads nowhere', () => {
    mkdirSync(home)
    const real = scratch()
    symlinkSync(real, join(home, 'run'))
    symlinkSync(join(real, 'none'), join(home, 'jobs'))
    for (const name of ['run', 'jobs'])
      expect(() => ensurePrivate(join(home, name))).toThrow('is a symbolic link; remove it')
  })

  it('refuses a file, and says which folder cannot be made below one', () => {
    mkdirSync(home)
    writeFileSync(join(home, 'run'), '')
    expect(() => ensurePrivate(join(home, 'run'))).toThrow('is in the way: it is not a folder')
    expect(() => ensurePrivate(join(home, 'run/deep'))).toThrow(`${home}/run/deep cannot be made`)
  })

  it("refuses another user's folder", () => {
    // Root may give one away; anybody else finds one of root's.
    const foreign = process.getuid?.() === 0 ? scratch() : '/usr'
    if (process.getuid?.() === 0) chownSync(foreign, 65534, 65534)
    expect(() => ensurePrivate(foreign)).toThrow('not to you')
  })
})
