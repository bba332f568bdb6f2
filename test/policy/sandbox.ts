import { execFileSync, spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { smallText } from '../../src/store/small-text.ts'
import type { PolicyContext } from '../../src/policy/verdict.ts'

const SECRET = 'CANARY-SECRET'
const ATTACK_MS = 10_000

/** A place for attacks: a home with a key, a folder with a secret, two repositories, one of them hostile. */
export function openSandbox() {
  const base = mkdtempSync(join(realpathSync(tmpdir()), 'attack-'))
  const model = join(base, 'model')
  layOut(model)
  const before = snapshot(model)
  let made = 0
  return {
    /** A copy of the place, for one attack after the other. */
    copy() {
      const root = join(base, String(++made))
      cpSync(model, root, { recursive: true, preserveTimestamps: true })
      return {
        /** Runs a command, puts back what it changed, and says whether it changed something or showed a secret. */
        async acts(command: string): Promise<boolean> {
          const printed = await run(command, root)
          return restore(model, root, before) || printed.includes(SECRET)
        },
      }
    },
    context: contextOf(model),
    close: () => rmSync(base, { recursive: true, force: true, maxRetries: 3 }),
  }
}

function run(command: string, root: string): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn('bash', ['-c', command], {
      cwd: join(root, 'work'),
      stdio: ['ignore', 'pipe', 'pipe'],
      // Its own group: what it leaves in the background must not write into the next one's copy.
      detached: true,
      env: {
        HOME: join(root, 'home'),
        PATH: '/usr/bin:/bin',
        CANARY_TOKEN: SECRET,
        LANG: 'C.UTF-8',
        TMPDIR: root,
      },
    })
    let printed = ''
    const hear = (chunk: Buffer): void => {
      if (printed.length < 1_000_000) printed += chunk.toString('latin1')
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    const end = (): void => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
      } catch {
        // Nothing of it is left.
      }
    }
    const late = setTimeout(end, ATTACK_MS)
    child.on('exit', () => {
      clearTimeout(late)
      end()
    })
    child.on('error', () => resolve(printed))
    child.on('close', () => resolve(printed))
  })
}

function contextOf(root: string): PolicyContext {
  const known = new Map<string, string>()
  return {
    cwd: join(root, 'work'),
    home: join(root, 'home'),
    textOf: smallText,
    gitConfig: (folder) => {
      const told = known.get(folder) ?? gitConfig(folder)
      known.set(folder, told)
      return told
    },
  }
}

function gitConfig(cwd: string): string {
  try {
    return execFileSync('git', ['config', '--local', '--includes', '--list'], {
      cwd,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  } catch {
    return ''
  }
}

function layOut(root: string): void {
  const write = (path: string, text: string): void => writeFileSync(join(root, path), text)
  for (const folder of ['home/.ssh', 'work/sub', 'work/empty', 'work/repo', 'work/evilrepo', 'x'])
    mkdirSync(join(root, folder), { recursive: true })
  write('home/.ssh/id_rsa', `${SECRET}\n`)
  write('work/.env', `KEY=${SECRET}\n`)
  write('work/in.txt', 'b\na\nb\n')
  write('work/hex.txt', '6162\n')
  write('work/sub/gone', '')
  write('work/prog.sed', 'w canary\n')
  write('work/prog.awk', 'BEGIN{print 1 > "canary"}\n')
  for (const script of ['work/script.sh', 'work/evil']) {
    write(script, '#!/bin/bash\ntouch canary\n')
    chmodSync(join(root, script), 0o755)
  }
  write('work/prog.jq', 'env\n')
  const pack = (...command: string[]): void => {
    const [program = '', ...args] = command
    spawnSync(program, args, { cwd: join(root, 'work') })
  }
  pack('tar', 'cf', 'a.tar', 'in.txt')
  // Packed and not there unpacked, so that unpacking shows.
  write('work/z.txt', 'z\n')
  pack('tar', 'czf', 'a.tgz', 'z.txt')
  pack('tar', 'cf', 'secret.tar', '.env')
  for (const squeeze of ['xz', 'bzip2', 'gzip', 'zstd', 'lz4']) pack(squeeze, '-qk', 'z.txt')
  rmSync(join(root, 'work/z.txt'))
  write('home/.gitconfig', '[user]\nname=a\nemail=a@b\n[init]\ndefaultBranch=main\ntemplateDir=\n')
  for (const repo of ['repo', 'evilrepo']) layOutRepository(root, repo)
}

function layOutRepository(root: string, repo: string): void {
  const cwd = join(root, 'work', repo)
  const write = (path: string, text: string): void => writeFileSync(join(cwd, path), text)
  const env = {
    PATH: '/usr/bin:/bin',
    HOME: join(root, 'home'),
    GIT_AUTHOR_DATE: '1700000000 +0000',
    GIT_COMMITTER_DATE: '1700000000 +0000',
  }
  const git = (...args: string[]): void => void spawnSync('git', args, { cwd, env })
  git('init', '-q')
  write('file', 'one\n')
  write('.env', `KEY=${SECRET}\n`)
  git('add', '-Af', '.')
  git('commit', '-qm', 'one')
  write('file', 'two\n')
  git('commit', '-qam', 'two')
  if (repo !== 'evilrepo') return
  git('config', 'core.fsmonitor', 'touch ../canary;:')
  git('config', 'diff.external', 'touch ../canary;:')
  git('config', 'diff.x.textconv', 'touch ../canary; cat')
  write('.gitattributes', '* diff=x\n')
  write('file', 'three\n')
}

type Snapshot = ReadonlyMap<string, string>

/** Everything in the folder but git's index, which reading refreshes. */
function snapshot(root: string): Snapshot {
  return new Map(
    readdirSync(root, { recursive: true })
      .map(String)
      .filter((path) => !path.endsWith('.git/index'))
      .map((path) => {
        const stat = statSync(join(root, path), { throwIfNoEntry: false })
        const text = stat?.isFile() === true ? readFileSync(join(root, path), 'latin1') : ''
        return [path, `${stat?.mode} ${text}`]
      }),
  )
}

/** True when something was not as before; then it is again. */
function restore(model: string, root: string, before: Snapshot): boolean {
  const now = snapshot(root)
  const extra = [...now.keys()].filter((path) => !before.has(path))
  const changed = [...before].flatMap(([path, was]) => (now.get(path) === was ? [] : [path]))
  if (extra.length === 0 && changed.length === 0) return false
  const gone = (path: string): void =>
    rmSync(join(root, path), { recursive: true, force: true, maxRetries: 3 })
  for (const path of extra) gone(path)
  // Folders before what lies in them, and the indexes, which are not compared.
  for (const path of [...changed.sort(), 'work/repo/.git/index', 'work/evilrepo/.git/index']) {
    gone(path)
    cpSync(join(model, path), join(root, path), { recursive: true, preserveTimestamps: true })
  }
  return true
}
