// The one door of every npm script: brings what is missing (packages, build), then runs the task on the
// Node that package.json brings along. Written for any old Node: it is the only file that one may run.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const bin = join(root, 'node_modules', '.bin')
const [task, ...rest] = process.argv.slice(2)

function run(file, args, options = {}) {
  const done = spawnSync(file, args, {
    cwd: options.cwd || root,
    stdio: options.stdio || 'inherit',
    env: Object.assign({}, process.env, { PATH: bin + ':' + process.env.PATH }, options.env),
  })
  if (done.error) throw done.error
  if (done.signal) process.kill(process.pid, done.signal)
  return done.status
}
function must(file, args, options) {
  const code = run(file, args, options)
  if (code !== 0) process.exit(code)
}

/**
 * True when node_modules holds what package-lock.json asks for: npm notes the tree it made in a hidden lock. That one
 * may be shared with another copy of the project, by links: so the folders are looked at too.
 */
function installed() {
  const made = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(made) || !existsSync(join(bin, 'node'))) return false
  const want = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  const have = JSON.parse(readFileSync(made, 'utf8')).packages
  return Object.keys(want).every(
    (name) =>
      name === '' ||
      want[name].optional ||
      (have[name] && have[name].version === want[name].version && existsSync(join(root, name))),
  )
}

function newest(path) {
  const here = statSync(path)
  if (!here.isDirectory()) return here.mtimeMs
  return readdirSync(path).reduce((most, name) => Math.max(most, newest(join(path, name))), here.mtimeMs)
}
function built() {
  const mark = join(root, 'dist', 'build.json')
  if (!existsSync(mark)) return false
  const made = statSync(mark).mtimeMs
  return ['src', 'assets', 'scripts/build.mjs', 'package.json'].every(
    (path) => newest(join(root, path)) <= made,
  )
}

const quiet = task === 'run' ? ['ignore', 2, 2] : 'inherit' // `npm start -- ls --json` must stay parseable
if (!installed()) must('npm', ['install', '--no-audit', '--no-fund'], { stdio: quiet })
const node = join(bin, 'node')
if (task === 'build' || !built()) must(node, ['scripts/build.mjs'], { stdio: quiet })

if (task === 'run')
  process.exit(run(node, [join(root, 'dist', 'roost.cjs'), ...rest], { cwd: process.env.INIT_CWD || root }))
if (['check', 'test', 'bench', 'agent-check'].includes(task))
  process.exit(run(node, ['scripts/' + task + '.mjs', ...rest]))
