import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { distFolder } from '../../client/control.ts'
import { buildFolder, buildIn, readMarks } from '../../store/builds.ts'
import { paths, roostHome } from '../../store/paths.ts'

/**
 * Becomes the daemon: this process is the one that a service manager watches. Never returns; the daemon ends the
 * process itself.
 */
export async function runDaemon(): Promise<number> {
  const installed = distFolder()
  const daemon = join(chooseBuild(installed), 'daemon.cjs')
  // The daemon finds its parts beside the program it was started as, and watches the installed one for upgrades.
  process.argv.splice(1, process.argv.length - 1, daemon)
  process.env.ROOST_INSTALLED = installed
  process.env.ROOST_HOME = roostHome() // absolute, before the folder changes
  delete process.env.ROOST_SESSION
  process.chdir('/') // holds no folder of the person's busy
  await import(pathToFileURL(daemon).href)
  return new Promise(() => {})
}

/** The last good build when the installed one has failed before, as when a command starts the daemon. */
function chooseBuild(installed: string): string {
  const at = paths(roostHome())
  const { good, bad } = readMarks(at)
  const mine = buildIn(installed)
  const kept = good === undefined ? installed : buildFolder(at, good)
  return mine !== undefined && bad[mine] !== undefined && existsSync(kept) ? kept : installed
}
