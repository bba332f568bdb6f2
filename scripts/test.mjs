// Everything a release needs, in the order that fails fastest. `npm test -- unit` runs one part; what follows
// `--` goes to vitest.
import { spawnSync } from 'node:child_process'

const cut = process.argv.indexOf('--')
const parts = process.argv.slice(2, cut === -1 ? undefined : cut)
const extra = cut === -1 ? [] : process.argv.slice(cut + 1)
const all = ['check', 'unit', 'journeys', 'real']
// A test must not act on the person's own sessions, nor see that a CI runs it (Ink draws nothing then).
const env = { ...process.env }
for (const name of Object.keys(env)) if (/^(ROOST_|CLAUDE|ANTHROPIC_|CI$)/.test(name)) delete env[name]

for (const part of parts.length > 0 ? parts : all) {
  const [file, ...args] =
    part === 'check' ? ['node', 'scripts/check.mjs'] : ['vitest', 'run', '--project', part, ...extra]
  const { status } = spawnSync(file, args, { stdio: 'inherit', env })
  if (status !== 0) process.exit(1)
  // `-u` writes the table of agents in README.md anew from what was just tried.
  if (
    part === 'real' &&
    spawnSync('node', ['scripts/matrix.ts', ...extra], { stdio: 'inherit' }).status !== 0
  )
    process.exit(1)
}
