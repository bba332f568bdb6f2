import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dist, product } from '../helpers/product.ts'

const run = promisify(execFile)
/** The project whose build is tested. */
const project = dirname(dist)
const base = mkdtempSync('/tmp/rp-')
const prefix = join(base, 'prefix')
type Packed = {
  filename: string
  size: number
  unpackedSize: number
  files: { path: string; size: number }[]
}
let packed: Packed
afterAll(() => rmSync(base, { recursive: true, force: true }))

/** Npm that belongs to the Node these tests run with or lies on the PATH; what it asks the registry for it may keep. */
const npm = (...args: string[]) =>
  run('npm', args, {
    cwd: project,
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, npm_config_update_notifier: 'false' },
  })

beforeAll(async () => {
  // What is tested is what was built: `prepack` would build another one under the feet of other tests.
  const { stdout } = await npm('pack', '--json', '--ignore-scripts', '--pack-destination', base)
  const [one] = JSON.parse(stdout) as Packed[]
  if (!one) throw new Error('npm packed nothing')
  packed = one
  const node = dirname(process.execPath)
  await run(
    'npm',
    [
      'install',
      '-g',
      '--prefix',
      prefix,
      '--no-audit',
      '--no-fund',
      '--prefer-offline',
      join(base, packed.filename),
    ],
    {
      cwd: base,
      env: { ...process.env, PATH: `${node}:${process.env.PATH}` },
    },
  )
})

const installed = () => join(prefix, 'lib/node_modules/agentroost')

test('the package holds the product and its papers, and nothing else', () => {
  const paths = packed.files.map(({ path }) => path)
  expect(paths).toEqual(
    expect.arrayContaining([
      'package.json',
      'README.md',
      'LICENSE',
      'CHANGELOG.md',
      'dist/roost.cjs',
      'dist/daemon.cjs',
      'dist/host/main.cjs',
      'dist/ui.mjs',
      'dist/dashboard.cjs',
      'dist/terminfo/x/xterm-256color',
    ]),
  )
  const odd = paths.filter((path) =>
    /^(?:src|test|scripts|\.)|\.tsx?$|\.map$|\.test\.|node_modules/.test(path),
  )
  expect(odd).toEqual([])
  expect(paths.filter((path) => /^dist\/.*\.(?:png|svg|gif)$/.test(path))).toEqual([])
  expect(packed.unpackedSize).toBeLessThan(8 * 1024 * 1024)
  const bin = join(installed(), 'dist/roost.cjs')
  expect(statSync(bin).mode & 0o111).toBe(0o111)
  // Nothing of the machine it was built on.
  for (const { path } of packed.files.filter(({ path: name }) => name.startsWith('dist/')))
    expect([path, readFileSync(join(installed(), path), 'utf8').includes(project)]).toEqual([path, false])
})

test('installed from its package it runs: version, demo, list, stop', async () => {
  const roostFile = join(prefix, 'bin/roost')
  await using roost = await product({}, { roostFile })
  const { version } = JSON.parse(readFileSync(join(installed(), 'package.json'), 'utf8')) as {
    version: string
  }
  expect(await roost.roost(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
  expect((await roost.roost(['demo'])).code).toBe(0)
  await roost.until('all three scenes', async () => {
    const states = (await roost.ls()).map(({ state }) => state)
    return states.sort().join() === 'exited,needs-input,needs-input'
  })
  const view = await roost.screen({ cols: 80, rows: 24 })
  await view.waitFor((text) => text.includes('Needs input 2'), 'the view')
  view.write('q')
  expect(await view.exit).toEqual({ code: 0 })
  const charts = await roost.screen({ args: ['stats', '--dashboard'] })
  await charts.waitFor((text) => text.includes('Sessions') && text.includes('News'), 'the dashboard')
  charts.write('q')
  expect(await charts.exit).toEqual({ code: 0 })
  const doctor = await roost.roost(['doctor'])
  expect(doctor.stdout).toMatch(/node-pty +loads/)
  expect((await roost.roost(['stop', '--all'])).code).toBe(0)
  expect((await roost.ls()).map(({ hostPid }) => hostPid)).toEqual([null, null, null])
})

test('on a Node that is too old it says so in one line and ends with 1', async () => {
  const bin = join(installed(), 'dist/roost.cjs')
  // A real old one where there is one; else the version is changed before the first line runs.
  const old = await Promise.all(['/usr/local/bin/node', '/usr/bin/node'].map(isOld))
  const fake = join(base, 'old.cjs')
  writeFileSync(fake, `Object.defineProperty(process.versions, 'node', { value: '18.20.4' })`)
  const ways = [
    { file: process.execPath, args: ['--require', fake, bin] },
    ...old.flatMap((file) => (file ? [{ file, args: [bin] }] : [])),
  ]
  for (const { file, args } of ways)
    for (const more of [[], ['ls', '--json'], ['--version']]) {
      const ran = await run(file, [...args, ...more]).then(
        () => ({ code: 0, stdout: '', stderr: '' }),
        (error: { code: number; stdout: string; stderr: string }) => error,
      )
      expect(ran).toMatchObject({
        code: 1,
        stdout: '',
        stderr: expect.stringMatching(/^roost needs Node 22\.22 or newer; this is \d[^\n]*\n$/),
      })
    }
})

/** The program itself when it is a Node older than ours, undefined otherwise. */
async function isOld(file: string): Promise<string | undefined> {
  const { stdout } = await run(file, ['--version']).catch(() => ({ stdout: '' }))
  const major = Number(/^v(\d+)/.exec(stdout)?.[1])
  return major < 22 ? file : undefined
}

test('every file of the package that Node runs is plain JavaScript an old Node can at least refuse', () => {
  const first = readFileSync(join(installed(), 'dist/roost.cjs'), 'utf8')
  // Read by any Node since the first: no syntax newer than ES5 may stand before the refusal.
  expect(first).not.toMatch(/=>|\bconst\b|\blet\b|`|\?\.|\?\?/)
  expect(readdirSync(join(installed(), 'dist'))).toContain('main.cjs')
})
