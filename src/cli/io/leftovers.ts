import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { dialHost } from '../../client/host.ts'
import type { Welcome } from '../../protocol/host.ts'
import type { Session } from '../../protocol/session.ts'
import { HOST_PROTOCOL } from '../../protocol/version.ts'
import { identityOf, isAlive } from '../../store/identity.ts'
import { isCode, type Paths } from '../../store/paths.ts'
import { parseSession } from '../../store/record.ts'
import { sweepTemps } from '../../store/write.ts'

/** Something that a crash, a full disk or a hand left behind. `mend` puts it right; it looks again before it acts. */
export type Leftover = { says: string; fix: string; mend(): Promise<void> | void }

/**
 * What does not fit together under a home: hosts without a record, records without a host, hosts and sockets
 * that lost each other, half-written files. Changes nothing. A process counts as ours only when it says so itself
 * over its socket, or was started with this home's own launch file.
 */
export async function findLeftovers(at: Paths): Promise<Leftover[]> {
  const records = new Map(jobIds(at).flatMap((id) => recordOf(at, id)))
  const hosts = new Map((await Promise.all(socketIds(at).map((id) => hostAt(at, id)))).flat())
  return [
    ...hostsWithoutRecord(records, hosts),
    ...recordsWithoutHost(records),
    ...deadSockets(at, hosts),
    ...strandedHosts(at, hosts),
    ...halfWritten(at),
  ]
}

type Found = Welcome | 'refused' | 'silent'

async function hostAt(at: Paths, id: string): Promise<[string, Found][]> {
  try {
    const host = await dialHost(at.job(id).socket, { protocol: HOST_PROTOCOL, role: 'ask' })
    host.close()
    return [[id, host.welcome]]
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error
    if (isCode(cause, 'ENOENT')) return []
    return [[id, isCode(cause, 'ECONNREFUSED') || /ECONNREFUSED/.test(String(error)) ? 'refused' : 'silent']]
  }
}

function hostsWithoutRecord(records: Map<string, Session>, hosts: Map<string, Found>): Leftover[] {
  return Array.from(hosts).flatMap(([id, found]): Leftover[] => {
    if (typeof found === 'string' || found.exit) return []
    const life = records.get(id)?.life.status
    if (life === 'running' || life === 'starting' || life === 'stopping') return []
    return [
      {
        says: `session ${id} runs (host pid ${found.host.pid}), but ${life ? `its record says ${life}` : 'has no record'}`,
        fix: 'a daemon that starts takes it in: roost daemon stop; roost ls',
        // Nothing to do by hand: the daemon that is started after this adopts it.
        mend: () => {},
      },
    ]
  })
}

function recordsWithoutHost(records: Map<string, Session>): Leftover[] {
  return Array.from(records.values()).flatMap((session): Leftover[] => {
    const { life } = session
    if ((life.status !== 'running' && life.status !== 'stopping') || isAlive(life.host)) return []
    return [
      {
        says: `session ${session.id} is on record as ${life.status}, but its host (pid ${life.host.pid}) is gone`,
        fix: 'the daemon notices when it starts: roost ls',
        mend: () => {},
      },
    ]
  })
}

function deadSockets(at: Paths, hosts: Map<string, Found>): Leftover[] {
  const ids = Array.from(hosts).flatMap(([id, found]) => (found === 'refused' ? [id] : []))
  // One whose host lives is that host's to serve again: see strandedHosts.
  const stranded = new Set(hostProcesses(at).map(({ id }) => id))
  return ids
    .filter((id) => !stranded.has(id))
    .map((id) => ({
      says: `nobody serves the socket of session ${id}`,
      fix: `rm ${at.job(id).socket}`,
      async mend() {
        const [again] = await hostAt(at, id)
        if (again?.[1] === 'refused') rmSync(at.job(id).socket, { force: true })
      },
    }))
}

/** A host lives, and its socket was deleted or replaced: nobody can reach it. SIGHUP makes it serve again. */
function strandedHosts(at: Paths, hosts: Map<string, Found>): Leftover[] {
  return hostProcesses(at).flatMap(({ id, pid }): Leftover[] => {
    const found = hosts.get(id)
    if (found !== undefined && found !== 'refused') return []
    const identity = identityOf(pid)
    return [
      {
        says: `the host of session ${id} (pid ${pid}) lives, but nobody can reach it: its socket is gone`,
        fix: `kill -HUP ${pid} (it serves its socket again)`,
        mend() {
          if (identity && isAlive(identity)) process.kill(pid, 'SIGHUP')
        },
      },
    ]
  })
}

/** Processes of ours that were started with a launch file of this home. Linux only. */
function hostProcesses(at: Paths): { id: string; pid: number }[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      if (statSync(`/proc/${name}`).uid !== process.getuid?.()) return []
      const words = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0')
      const id = words.map((word) => /\/([0-9a-f]{8})\/launch\.json$/.exec(word)?.[1]).find(Boolean)
      return id !== undefined && words.includes(at.job(id).launch) ? [{ id, pid: Number(name) }] : []
    } catch {
      return [] // it has ended
    }
  })
}

function halfWritten(at: Paths): Leftover[] {
  const folders = [at.home, ...jobIds(at).map((id) => at.job(id).folder)].filter((path) => existsSync(path))
  const temps = folders.flatMap((folder) =>
    readdirSync(folder).flatMap((name) => {
      const pid = /^\..+\.tmp-(\d+)-[0-9a-f]+/.exec(name)?.[1]
      return pid !== undefined && identityOf(Number(pid)) === undefined ? [join(folder, name)] : []
    }),
  )
  if (temps.length === 0) return []
  return [
    {
      says: `${temps.length} half-written ${temps.length === 1 ? 'file' : 'files'} of writers that were killed`,
      fix: 'the daemon removes them when it starts',
      mend: () => folders.forEach((folder) => sweepTemps(folder)),
    },
  ]
}

/** Read as it stands: doctor moves nothing aside. */
function recordOf(at: Paths, id: string): [string, Session][] {
  try {
    const session = parseSession(JSON.parse(readFileSync(at.job(id).state, 'utf8')))
    return 'wrong' in session ? [] : [[id, session]]
  } catch {
    return []
  }
}

const jobIds = (at: Paths): string[] => namesIn(at.jobs).filter((name) => /^[0-9a-f]{8}$/.test(name))

const socketIds = (at: Paths): string[] =>
  namesIn(at.run).flatMap((name) => /^([0-9a-f]{8})\.sock$/.exec(name)?.[1] ?? [])

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
