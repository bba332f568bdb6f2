import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { dist } from './product.ts'

/** A fault put at the beginning of a build's daemon: code that runs before anything else of it. */
export type Fault = 'crash-in-check' | 'hang-in-check' | 'crash-at-start' | 'hang-at-start'

const IS_CHECK = "process.argv[2]==='--check'"
const HANG = 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)),0,0)'
const FAULTS: Record<Fault, string> = {
  'crash-in-check': `if(${IS_CHECK})throw new Error('broken on purpose');`,
  'hang-in-check': `if(${IS_CHECK})${HANG};`,
  'crash-at-start': `if(!(${IS_CHECK}))throw new Error('broken on purpose');`,
  'hang-at-start': `if(!(${IS_CHECK}))${HANG};`,
}

/** A copy of the built product, installed as npm installs it, that can be replaced by another build. */
export type Installed = {
  roostFile: string
  build: string
  /** Replaces it in place, file by file, as `npm install` does when the folder is kept. Gives the new build's id. */
  upgrade(name: string, fault?: Fault): string
  /** Replaces it as npm does for a global package: the old folder is moved away, a new one put in its place. */
  reinstall(name: string): string
  [Symbol.dispose](): void
}

export function installed(): Installed {
  const base = mkdtempSync('/tmp/ri-')
  const folder = join(base, 'agentroost', 'dist')
  mkdirSync(dirname(folder))
  cpSync(dist, folder, { recursive: true })
  symlinkSync(join(import.meta.dirname, '../../node_modules'), join(base, 'node_modules'))
  const { build } = JSON.parse(readFileSync(join(folder, 'build.json'), 'utf8')) as { build: string }

  return {
    roostFile: join(folder, 'roost.cjs'),
    build,
    upgrade(name, fault) {
      const next = make(join(base, `next-${name}`), name, build, fault)
      // build.json first and last: a watcher must not take half of it for the whole.
      for (const file of filesIn(next.folder)) {
        mkdirSync(dirname(join(folder, file)), { recursive: true })
        renameSync(join(next.folder, file), join(folder, file))
      }
      return next.build
    },
    reinstall(name) {
      const next = make(join(base, `next-${name}`), name, build)
      const away = join(base, `.agentroost-${name}`)
      renameSync(dirname(folder), away)
      mkdirSync(dirname(folder))
      renameSync(next.folder, folder)
      rmSync(away, { recursive: true })
      return next.build
    },
    [Symbol.dispose]() {
      rmSync(base, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** The same product under another build id, with a fault if one is asked for. */
function make(folder: string, name: string, from: string, fault?: Fault): { folder: string; build: string } {
  const build = `${from.split('+')[0]}+${name}`
  cpSync(dist, folder, { recursive: true })
  for (const file of filesIn(folder)) {
    if (!/\.(cjs|mjs|json)$/.test(file) || file.startsWith('assets')) continue
    const path = join(folder, file)
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(from, build))
  }
  if (fault) {
    const path = join(folder, 'daemon.cjs')
    writeFileSync(path, `${FAULTS[fault]}${readFileSync(path, 'utf8')}`)
  }
  return { folder, build }
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
}
