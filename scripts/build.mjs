// Bundles src/ into dist/. Client verbs and the host are CommonJS (5 ms faster to start than ESM); the view
// is ESM because Ink's layout engine awaits at top level.
import { createHash } from 'node:crypto'
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { build } from 'esbuild'

const root = join(import.meta.dirname, '..')
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

/** One hash over all that goes in: the build id that client, daemon and hosts tell each other. */
function sourceHash() {
  const hash = createHash('sha256')
  const files = ['src', 'assets'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  )
  for (const file of [
    ...files.toSorted((a, b) => (a < b ? -1 : 1)),
    join(root, 'scripts/build.mjs'),
    join(root, 'package-lock.json'),
  ])
    hash.update(file.slice(root.length)).update(readFileSync(file))
  return hash.digest('hex').slice(0, 8)
}
const buildId = `${version}+${sourceHash()}`

/** Large parts that a verb may do without have a bundle of their own: loading one costs more than using the others. */
const parts = {
  'client/log-text.ts': 'cli/part/log-text.cjs',
  'cli/io/detach-keys.ts': 'cli/part/detach-keys.cjs',
}

/** Lazy `import()` of another entry stays a run-time import of that entry's bundle; `up` leads to dist/. */
function entries(up) {
  return {
    name: 'entries',
    setup(b) {
      b.onResolve({ filter: /\.tsx?$/ }, (args) => {
        if (args.kind !== 'dynamic-import') return undefined
        const path = join(args.resolveDir, args.path)
        const part = up === '../' && parts[relative(join(root, 'src'), path)]
        if (part) return { path: up + part, external: true }
        const target = /\/src\/(cli|daemon|dashboard|host|ui)\/([^/]+)\.tsx?$/.exec(path)
        if (!target) return undefined
        const [, folder, name] = target
        const bundle = {
          cli: `cli/${name}.cjs`,
          daemon: 'daemon.cjs',
          dashboard: 'dashboard.cjs',
          host: `host/${name}.cjs`,
          ui: 'ui.mjs',
        }
        return { path: up + bundle[folder], external: true }
      })
    },
  }
}

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node22',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  define: { BUILD_ID: JSON.stringify(buildId), VERSION: JSON.stringify(version) },
  external: ['node-pty'],
  logLevel: 'warning',
  plugins: [entries('./')],
}
/** The terminal library names its parts without an ending, as Node may. */
const blessed = {
  name: 'blessed',
  setup(b) {
    b.onLoad({ filter: /\/blessed\/lib\/widget\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace("'./widgets/' + file", "'./widgets/' + file + '.js'"),
    }))
  },
}
const cjs = { ...common, format: 'cjs', outExtension: { '.js': '.cjs' } }
// `import()` of another of our bundles as `require`: 8 ms and 0.3 MB less than through the loader of ES modules.
const lean = { ...cjs, supported: { 'dynamic-import': false } }

// ROOST_DIST: build beside the real one, e.g. `.cache/dist-x`, so that nobody's running product is pulled away.
const out = join(root, process.env.ROOST_DIST ?? 'dist')
rmSync(out, { recursive: true, force: true })
mkdirSync(out, { recursive: true })
/** Verbs that need nothing which is an ES module, and for which people wait. */
const hurried = ['attach', 'hook', 'logs'].map((name) => `src/cli/${name}.ts`)
const verbs = readdirSync(join(root, 'src/cli'))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => `src/cli/${name}`)
  .filter((name) => !hurried.includes(name))
const bundles = {
  main: () =>
    Promise.all([
      build({ ...lean, entryPoints: { main: 'src/main.ts' }, outdir: out }),
      build({ ...cjs, entryPoints: { daemon: 'src/daemon/main.ts' }, outdir: out }),
    ]),
  cli: () =>
    Promise.all([
      build({ ...cjs, entryPoints: verbs, outdir: join(out, 'cli'), plugins: [entries('../')] }),
      build({ ...lean, entryPoints: hurried, outdir: join(out, 'cli'), plugins: [entries('../')] }),
      ...Object.entries(parts).map(([from, to]) =>
        build({ ...cjs, entryPoints: [join('src', from)], outfile: join(out, to) }),
      ),
    ]),
  host: () =>
    build({
      ...lean,
      entryPoints: ['src/host/main.ts', 'src/host/screen.ts', 'src/host/hook.ts'],
      outdir: join(out, 'host'),
      plugins: [entries('../')],
    }),
  // Nobody else imports it: it takes the terminal and the signals of its process.
  dashboard: () =>
    build({
      ...cjs,
      entryPoints: { dashboard: 'src/dashboard/main.ts' },
      outdir: out,
      external: ['term.js', 'pty.js'],
      plugins: [blessed, entries('./')],
    }),
  ui: () =>
    build({
      ...common,
      format: 'esm',
      entryPoints: { ui: 'src/ui/main.tsx' },
      outdir: out,
      outExtension: { '.js': '.mjs' },
      jsx: 'automatic',
      define: { ...common.define, fetch: 'undefined', 'process.env.NODE_ENV': '"production"' },
      alias: { 'react-devtools-core': './scripts/empty.mjs' },
      // Bundled CommonJS packages still call require() for Node's own modules.
      banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
    }),
}
// `node scripts/build.mjs host ui` builds these alone.
const only = process.argv.slice(2)
const wanted = Object.entries(bundles).filter(([name]) => only.length === 0 || only.includes(name))
await Promise.all(wanted.map(([, make]) => make()))

// Runs on any Node, so it is written by hand and not bundled: an old one must get a sentence, not a stack.
writeFileSync(
  join(out, 'roost.cjs'),
  `#!/usr/bin/env node
var v = process.versions.node.split('.')
if (+v[0] < 22 || (+v[0] === 22 && +v[1] < 22)) {
  process.stderr.write('roost needs Node 22.22 or newer; this is ' + process.versions.node + '. Get one from your package manager or https://nodejs.org\\n')
  process.exit(1)
}
require('./main.cjs')
`,
)
chmodSync(join(out, 'roost.cjs'), 0o755)
cpSync(join(root, 'assets'), join(out, 'assets'), {
  recursive: true,
  filter: (from) => !/\.(png|svg)$/.test(from),
})
cpSync(join(root, 'node_modules/blessed/usr/xterm-256color'), join(out, 'terminfo/x/xterm-256color'))
writeFileSync(join(out, 'build.json'), `${JSON.stringify({ version, build: buildId })}\n`)
