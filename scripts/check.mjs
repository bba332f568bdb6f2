// Types, lint, format, layers, dead code, package shape: everything that needs no running program.
import { spawnSync } from 'node:child_process'

const steps = {
  types: ['tsc', '-p', '.'],
  lint: ['oxlint', '--type-aware', '--deny-warnings', 'src', 'test', 'scripts', 'bench'],
  format: ['biome', 'format', '.'],
  layers: ['node', 'scripts/layers.mjs'],
  dead: ['knip'],
  package: ['publint', '--strict'],
}
const only = process.argv.slice(2)
for (const [name, [file, ...args]] of Object.entries(steps)) {
  if (only.length > 0 && !only.includes(name)) continue
  const { status } = spawnSync(file, args, { stdio: 'inherit' })
  if (status !== 0) {
    console.error(`check: ${name} failed`)
    process.exit(1)
  }
  console.log(`check: ${name} ok`)
}
