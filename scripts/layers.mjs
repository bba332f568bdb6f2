// Imports go one way. Each room of src/ lists what it may import; `lazy` is by `import()` only.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

const rooms = {
  protocol: [],
  terminal: [],
  store: ['protocol'],
  policy: ['protocol'],
  agents: ['protocol'],
  host: ['protocol', 'terminal', 'store/paths.ts', 'store/identity.ts'],
  client: ['protocol', 'terminal', 'store/paths.ts', 'store/lock.ts', 'store/identity.ts', 'store/builds.ts'],
  ui: ['protocol', 'client'],
  dashboard: ['protocol', 'client', 'ui/text.ts', 'ui/age.ts'],
  daemon: ['protocol', 'store', 'agents', 'policy'],
  cli: ['client', 'protocol', 'store', 'policy', 'agents'],
  'main.ts': ['protocol'],
}
const lazy = {
  cli: ['ui', 'daemon', 'dashboard', 'host'],
  'main.ts': ['cli', 'daemon', 'host'],
  host: ['host'],
}
// Words a host must not say: they weigh megabytes in each of fifty processes.
const heavy = {
  host: ['valibot', 'conf', 'ink', 'react', 'chokidar'],
  protocol: ['node:'],
  terminal: ['node:'],
  policy: ['node:'],
}
// The view reaches the machine only through its terminal room.
const closed = { ui: ['node:fs', 'node:net', 'node:child_process'] }

const src = join(import.meta.dirname, '../src')
const faults = []
const files = readdirSync(src, { recursive: true })
  .map(String)
  .filter((f) => /\.tsx?$/.test(f) && !f.endsWith('.d.ts'))
for (const file of files) {
  const room = file.split('/')[0]
  if (!(room in rooms)) faults.push(`${file}: no such room`)
  if (/(^|\/)(utils?|helpers?|common|types|services|misc|shared|index)(\/|\.tsx?$)/.test(file))
    faults.push(`${file}: a drawer, not a name`)
  const text = readFileSync(join(src, file), 'utf8')
  for (const match of text.matchAll(/(?:from|import)\s*(\(?)\s*'([^']+)'/g)) {
    const [, paren, target] = match
    if (!target.startsWith('.')) {
      const bad = [
        ...(heavy[room] ?? []),
        ...(room === 'ui' && !file.startsWith('ui/term/') ? closed.ui : []),
      ]
      if (
        bad.some((b) => target === b || (b.endsWith(':') ? target.startsWith(b) : target.startsWith(`${b}/`)))
      )
        if (!(room === 'protocol' && target === 'node:buffer')) faults.push(`${file}: imports ${target}`)
      continue
    }
    const to = relative(src, join(src, dirname(file), target))
    const toRoom = to.split('/')[0]
    if (toRoom === room) continue
    const allowed = [...(rooms[room] ?? []), ...(paren ? (lazy[room] ?? []) : [])]
    if (!allowed.includes(toRoom) && !allowed.includes(to)) faults.push(`${file}: may not import ${to}`)
  }
}
for (const fault of faults) console.error(fault)
console.log(`${files.length} files, ${faults.length} faults`)
process.exit(faults.length === 0 ? 0 : 1)
