import { closeSync, fstatSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { ensurePrivate, paths as pathsOf, roostHome } from '../store/paths.ts'
import { checkBuild } from './check.ts'
import { serveDaemon } from './serve.ts'
import { isService, leaveToService, takeOver } from './service.ts'

/** Descriptor 3 is the pipe of the client that started us, if there is one. */
function tellStarter(line: string): void {
  try {
    if (!fstatSync(3).isSocket()) return // what a client gives us is one; anything else there is Node's own
    writeSync(3, `${line}\n`)
    closeSync(3)
  } catch {
    // Started by hand or by a service manager: nobody waits.
  }
}

// The terminal it was started from has closed, or a client asks whether we listen yet: no reason to go.
process.on('SIGHUP', () => {})

async function main(): Promise<void> {
  // After some work V8 looks every 8 s whether the heap could be made smaller, and collects it twice: most of what an
  // idle daemon would use. Asked for while it runs this is the option that holds; one that it does not know is passed over.
  process.getBuiltinModule('node:v8').setFlagsFromString('--memory-reducer-gc-count=0')
  process.umask(0o077) // every file and socket is for this person alone
  const paths = pathsOf(roostHome())
  const dist = dirname(process.argv[1] ?? '')
  if (process.argv[2] === '--check') {
    await checkBuild({ paths, dist, sessions: Number(process.argv[3] ?? 0) })
    process.exit(0)
  }
  ensurePrivate(paths.home)
  ensurePrivate(paths.run)
  if (isService(process.env)) await takeOver(paths)
  else if (await leaveToService(paths, dist, process.env)) {
    tellStarter('ready')
    process.exit(0)
  }
  await serveDaemon({ paths, dist, installed: process.env.ROOST_INSTALLED ?? dist })
  tellStarter('ready')
}

main().catch((error: unknown) => {
  tellStarter(error instanceof Error ? error.message.replaceAll('\n', ' ') : String(error))
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  process.exit(1)
})
