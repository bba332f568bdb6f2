// `npm run agent:check NAME [CONFIG]`: the journeys with one agent. One that Roost knows runs at the pinned version
// against a stand-in for its model; one described in a config (default: your own) runs as it is installed here.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

const tests = join(import.meta.dirname, '../test/real')
const [name, given] = process.argv.slice(2)
const known = readdirSync(tests).flatMap((file) => /^(\w+)-journeys\.test\.ts$/.exec(file)?.[1] ?? [])
const config = given
  ? resolve(process.env.INIT_CWD ?? '.', given)
  : join(process.env.ROOST_HOME ?? join(homedir(), '.roost'), 'config.json')

const ours = known.filter((each) => each !== 'described')
const theirs = described(config)
if (name === undefined || ![...ours, ...theirs].includes(name)) {
  console.error(`usage: npm run agent:check NAME [config.json]
  known here:           ${ours.join(', ')}
  described in ${config}: ${theirs.join(', ') || 'none'}`)
  process.exit(2)
}
const file = ours.includes(name) ? name : 'described'
const env = ours.includes(name)
  ? process.env
  : { ...process.env, AGENT_CHECK: name, AGENT_CHECK_CONFIG: config }
const { status } = spawnSync(
  'node',
  ['scripts/test.mjs', 'real', '--', '--reporter=verbose', `test/real/${file}-journeys.test.ts`],
  { stdio: 'inherit', env },
)
process.exit(status ?? 1)

function described(path) {
  if (!existsSync(path)) return []
  try {
    return Object.keys(JSON.parse(readFileSync(path, 'utf8')).agents?.custom ?? {})
  } catch (error) {
    console.error(`${path}: ${error.message}`)
    return []
  }
}
