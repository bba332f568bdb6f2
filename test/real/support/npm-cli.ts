import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

const cache = join(import.meta.dirname, '../../../.cache/agents')

/** A real agent as npm has it, at the version its adapter was written against. */
export type NpmCli = {
  /** Its name in Roost; also of its folder in the cache. */
  name: string
  version: string
  /** The npm package. */
  package: string
  /**
   * The program in the installed folder (which holds `node_modules`). No install script has run, so a file that
   * one would have made is not there.
   */
  program(folder: string): string
}

/**
 * Installs an agent once for all tests, and returns its program.
 * @throws when npm cannot install it (no network), or has no build for this platform.
 */
export async function installCli(cli: NpmCli): Promise<string> {
  const folder = join(cache, `${cli.name}-${cli.version}`)
  mkdirSync(cache, { recursive: true })
  const lock = `${folder}.lock`
  while (!existsSync(folder)) {
    if (!take(lock)) {
      await wait(200)
      continue
    }
    try {
      if (!existsSync(folder)) install(folder, cli)
    } finally {
      rmSync(lock, { force: true })
    }
  }
  const program = cli.program(folder)
  if (!existsSync(program)) throw new Error(`${cli.package} has no program for this platform: ${program}`)
  return program
}

/** True when the lock is ours now. One whose holder has died is taken away for the next try. */
function take(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch {
    const holder = holderOf(lock)
    if (holder > 0 && !alive(holder)) rmSync(lock, { force: true })
    return false
  }
}

function holderOf(lock: string): number {
  try {
    return Number(readFileSync(lock, 'utf8'))
  } catch {
    return 0 // it was let go of just now
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

// Beside the real place and renamed when whole: a killed install must not look like one that is done.
function install(folder: string, { package: name, version }: NpmCli): void {
  const fresh = mkdtempSync(`${folder}-`)
  writeFileSync(join(fresh, 'package.json'), '{"private": true}')
  const done = spawnSync(
    'npm',
    ['install', '--no-audit', '--no-fund', '--ignore-scripts', `${name}@${version}`],
    { cwd: fresh, encoding: 'utf8' },
  )
  if (done.status !== 0) {
    rmSync(fresh, { recursive: true, force: true })
    throw new Error(`npm could not install ${name}@${version}: ${done.stderr}`, { cause: done.error })
  }
  renameSync(fresh, folder)
}
