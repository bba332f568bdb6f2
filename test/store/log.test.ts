import { existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { logLine, openLog } from '../../src/store/log.ts'
import { withSmallFiles } from './faults.ts'
import { scratch } from './scratch.ts'

const when = new Date('2026-11-21T10:00:00.000Z')
const place = () => join(scratch(), 'daemon.log')
const linesOf = (path: string) => readFileSync(path, 'utf8').trimEnd().split('\n')

describe('logLine', () => {
  it('is one plain line', () => {
    expect(logLine(when, 'info', 'session started', { pid: 412, name: 'fix it', none: undefined })).toBe(
      '2026-11-21T10:00:00.000Z info session started pid=412 name="fix it"\n',
    )
  })

  it('shows values so that fields can be told apart, whatever is in them', () => {
    const fields = {
      plain: '/a/b',
      empty: '',
      equal: 'a=b',
      list: [1, 'x'],
      error: new Error('outer', { cause: new Error('inner', { cause: 'text' }) }),
      deep: { error: new Error('deep') },
      nothing: null,
      big: 1n,
    }
    expect(logLine(when, 'warn', 'm', fields)).toBe(
      '2026-11-21T10:00:00.000Z warn m plain=/a/b empty="" equal="a=b" list=[1,"x"] ' +
        'error="outer: inner" deep={"error":"deep"} nothing=null big=[not shown]\n',
    )
  })

  it('lets no control character, line break or escape through', () => {
    const evil = 'a\nb\r\u001b[31mred\u001b]0;title\u0007\u009b1m\u202e\u0000'
    const line = logLine(when, 'info', evil, { evil, spaced: ` ${evil}` })
    // biome-ignore lint: the point is to name control characters
    expect(line.trimEnd()).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/)
    expect(line.endsWith('\n')).toBe(true)
  })

  it('hides environments and secrets, however deep', () => {
    const line = logLine(when, 'info', 'launch', {
      env: { AWS: 'hush' },
      token: 'hush',
      apiToken: 'hush',
      launch: { file: '/bin/cat', env: { AWS: 'hush' }, more: [{ password: 'hush' }] },
    })
    expect(line).not.toContain('hush')
    expect(line).toContain('"file":"/bin/cat"')
  })

  it('cuts what is huge', () => {
    expect(logLine(when, 'info', 'x'.repeat(1e6), { y: 'y'.repeat(1e6) }).length).toBeLessThan(5000)
  })
})

describe('openLog', () => {
  it('writes its level and above at once, for the owner only', () => {
    const path = place()
    const log = openLog(path, 'warn')
    log.debug('no')
    log.info('no')
    log.warn('yes', { n: 1 })
    log.error('yes')
    expect(linesOf(path)).toEqual([
      expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z warn yes n=1$/),
      expect.stringMatching(/ error yes$/),
    ])
    expect(lstatSync(path).mode & 0o777).toBe(0o600)
    log.close()
    log.close()
  })

  it('keeps one old file, and both within the limit and one line', () => {
    const path = place()
    const log = openLog(path, 'info', 1000)
    for (let n = 0; n < 200; n++) log.info('line', { n })
    log.close()
    expect(readdirSync(join(path, '..'))).toEqual(['daemon.log', 'daemon.log.1'])
    const lines = [...linesOf(`${path}.1`), ...linesOf(path)].map((line) => line.split(' ').at(-1))
    expect(lines).toEqual(Array.from({ length: lines.length }, (_, n) => `n=${200 - lines.length + n}`))
    expect(lstatSync(`${path}.1`).size).toBeLessThan(1100)
  })

  it('goes on when its file is deleted or moved away', () => {
    const path = place()
    const log = openLog(path, 'info', 200)
    log.info('first')
    rmSync(path)
    log.info('second')
    renameSync(path, `${path}.mine`)
    for (let n = 0; n < 9; n++) log.info('third')
    log.close()
    expect(linesOf(`${path}.mine`)[0]).toContain('second')
    expect(linesOf(path).at(-1)).toContain('third')
  })

  it('never throws, and tells how many lines were lost once it can', () => {
    const folder = join(scratch(), 'later')
    const path = join(folder, 'daemon.log')
    const log = openLog(path, 'info')
    log.info('lost')
    log.info('lost')
    mkdirSync(folder)
    log.info('here')
    log.info('here')
    expect(linesOf(path).map((line) => line.slice(25))).toEqual(['info here linesLost=2', 'info here'])
    log.close()
  })

  it('does not lose its file number when it cannot rotate', () => {
    const path = place()
    mkdirSync(`${path}.1/full`, { recursive: true }) // rename cannot replace it
    const log = openLog(path, 'info', 100)
    for (let n = 0; n < 20; n++) log.info('line', { n })
    rmSync(`${path}.1`, { recursive: true })
    log.info('again')
    log.close()
    expect(linesOf(path)).toEqual([expect.stringMatching(/again linesLost=1\d$/)])
    expect(existsSync(`${path}.1`)).toBe(true)
  })

  it('never throws on a full disk', async () => {
    const { says } = await withSmallFiles('log', place(), 'x'.repeat(500), 4)
    expect(says).toBe('done')
  })
})
