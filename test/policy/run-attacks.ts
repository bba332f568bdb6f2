/**
 * Runs every attack for real, each in a fresh temporary folder without network, and says which ones act there:
 * `node test/policy/run-attacks.ts [--list]`. An attack that acts and is judged `allow` is a hole (exit status 1).
 * The payloads touch a file or print a made-up secret; nothing outside of the temporary folder is named.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { judgeCommand } from '../../src/policy/command.ts'
import { ATTACKS } from './attacks.ts'

const SECRET = 'CANARY-SECRET'
// Home, temp folder and network of the person are not there: only what lies in the folder can be hit.
const isolated = spawnSync('unshare', ['-rn', 'true']).status === 0

let acted = 0
let holes = 0
const idle: string[] = []
for (const command of ATTACKS) {
  const root = layOut()
  const work = join(root, 'work')
  const before = snapshot(root)
  const shell = ['bash', '-c', command]
  const [file, ...args] = isolated ? ['unshare', '-rn', ...shell] : shell
  const ran = spawnSync(file ?? 'bash', args, {
    cwd: work,
    timeout: 5_000,
    killSignal: 'SIGKILL',
    input: '',
    encoding: 'utf8',
    env: {
      HOME: join(root, 'home'),
      PATH: '/usr/bin:/bin',
      CANARY_TOKEN: SECRET,
      LANG: 'C.UTF-8',
      TMPDIR: root,
    },
  })
  const acts = snapshot(root) !== before || `${ran.stdout}${ran.stderr}`.includes(SECRET)
  const { verdict } = judgeCommand(command, {
    cwd: work,
    home: join(root, 'home'),
    gitConfig: (cwd) => gitConfig(cwd),
  })
  if (acts) acted++
  else idle.push(command)
  if (acts && verdict === 'allow') {
    holes++
    process.stdout.write(`HOLE ${JSON.stringify(command)}\n`)
  }
  rmSync(root, { recursive: true, force: true })
}
process.stdout.write(
  `${ATTACKS.length} attacks, ${acted} act here, ${holes} of them allowed${isolated ? '' : ' (no network isolation)'}\n`,
)
if (process.argv.includes('--list'))
  for (const command of idle) process.stdout.write(`idle ${JSON.stringify(command)}\n`)
process.exitCode = holes === 0 ? 0 : 1

function gitConfig(cwd: string): string | undefined {
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

function layOut(): string {
  const root = mkdtempSync(join(tmpdir(), 'attack-'))
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
  spawnSync('tar', ['cf', 'a.tar', 'in.txt'], { cwd: join(root, 'work') })
  const env = {
    PATH: '/usr/bin:/bin',
    HOME: join(root, 'home'),
    GIT_AUTHOR_DATE: '1700000000 +0000',
    GIT_COMMITTER_DATE: '1700000000 +0000',
  }
  write('home/.gitconfig', '[user]\nname=a\nemail=a@b\n[init]\ndefaultBranch=main\n')
  for (const repo of ['repo', 'evilrepo']) {
    const git = (...args: string[]): void =>
      void spawnSync('git', args, { cwd: join(root, 'work', repo), env })
    git('init', '-q')
    write(`work/${repo}/file`, 'one\n')
    write(`work/${repo}/.env`, `KEY=${SECRET}\n`)
    git('add', '-Af', '.')
    git('commit', '-qm', 'one')
    write(`work/${repo}/file`, 'two\n')
    git('commit', '-qam', 'two')
    if (repo === 'evilrepo') {
      git('config', 'core.fsmonitor', 'touch ../canary;:')
      git('config', 'diff.external', 'touch ../canary;:')
      git('config', 'diff.x.textconv', 'touch ../canary; cat')
      write('work/evilrepo/.gitattributes', '* diff=x\n')
      write('work/evilrepo/file', 'three\n')
    }
  }
  return root
}

/** Everything in the folder but git's index, which reading refreshes. */
function snapshot(root: string): string {
  return readdirSync(root, { recursive: true })
    .map(String)
    .filter((path) => !path.endsWith('.git/index'))
    .sort()
    .map((path) => {
      const stat = statSync(join(root, path), { throwIfNoEntry: false })
      const text = stat?.isFile() === true ? readFileSync(join(root, path), 'latin1') : ''
      return `${path} ${stat?.mode} ${text}`
    })
    .join('\n')
}
