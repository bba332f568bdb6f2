import { readFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { watch, type FSWatcher } from 'chokidar'
import type { Agents } from '../agents/all.ts'
import { emptyDigest, type Digest, type Learned } from '../agents/agent.ts'
import type { Session } from '../protocol/session.ts'
import { cleanLine } from '../protocol/clean.ts'
import type { Log } from '../store/log.ts'
import type { Paths } from '../store/paths.ts'
import { followLines } from '../store/transcript.ts'
import { envOf } from './environment.ts'
import type { Live } from './live.ts'

/**
 * Watches what agents write about themselves: the conversations of live sessions and the folders where agents
 * note their live processes. Only these few paths: watching every transcript on disk costs 80 MB.
 */
export type Follower = {
  /** Begins to read the session's conversation and registry, or moves on to its new conversation. */
  follow(live: Live): void
  unfollow(live: Live): void
  close(): Promise<void>
}

type Reading = NonNullable<Live['reading']>

/** Read at most this much of a conversation in one go, bytes; the rest follows in the next. */
const CHUNK_BYTES = 4 * 1024 * 1024

export function createFollower(options: {
  paths: Paths
  log: Log
  lives(): Live[]
  agents(): Agents
  learn(live: Live, pieces: Learned[]): void
  /** More of the conversation at `path` was read; also once more after the session has ended. */
  digested(live: Live, path: string, digest: Digest): void
}): Follower {
  let watcher: FSWatcher | undefined
  const watched = new Set<string>()

  function watching(path: string): void {
    if (watched.has(path)) return
    watched.add(path)
    if (watcher) return void watcher.add(path)
    watcher = watch(path, { depth: 0, ignoreInitial: false, awaitWriteFinish: false, followSymlinks: true })
    watcher.on('add', changed).on('change', changed).on('unlink', changed)
    watcher.on('error', (error) => options.log.warn('watching files', { error: String(error) }))
  }

  function changed(path: string): void {
    for (const live of options.lives()) {
      if (live.session.life.status !== 'running') continue
      if (live.reading?.path === path) void read(live, live.reading)
      const registry = options.agents().named(live.session.agent)?.registry
      if (!registry || live.registry !== dirname(path)) continue
      options.learn(live, registry.learn({ name: basename(path), text: textOf(path) }, live.session))
    }
  }

  async function read(live: Live, reading: Reading): Promise<void> {
    const { transcript } = reading
    if (reading.busy) {
      reading.again = true
      return
    }
    reading.busy = true
    try {
      for (;;) {
        reading.again = false
        const { lines, next } = await followLines(reading.path, reading.next, CHUNK_BYTES)
        const moved = next !== reading.next
        reading.next = next
        const side = await readSiblings(reading)
        if (lines.length > 0) reading.digest = transcript.fold(reading.digest, lines)
        if (lines.length > 0 && transcript.learn) options.learn(live, transcript.learn(lines, live.session))
        if (lines.length > 0 || side) options.digested(live, reading.path, reading.digest)
        if (!moved && !reading.again) break
      }
    } catch (error) {
      options.log.warn('conversation not read', {
        session: live.session.id,
        path: reading.path,
        error: String(error),
      })
    } finally {
      reading.busy = false
    }
  }

  /** Subagents write files of their own, which count into the usage; looked at whenever the main one has grown. */
  async function readSiblings(reading: Reading): Promise<boolean> {
    const { transcript } = reading
    let grown = false
    for (const path of (await transcript.siblings?.(reading.path)) ?? []) {
      const from = reading.siblings.get(path) ?? 0
      const { lines, next } = await followLines(path, from, CHUNK_BYTES)
      reading.siblings.set(path, next)
      if (lines.length === 0) continue
      // Their titles and words are not this conversation's: only the tokens are taken over.
      const { usage, counted } = transcript.fold(reading.digest, lines)
      reading.digest = { ...reading.digest, usage, counted }
      grown = true
    }
    return grown
  }

  async function begin(live: Live): Promise<void> {
    const agent = options.agents().named(live.session.agent)
    if (!agent) return
    const env = envOf(options, live.session.id)
    live.registry = agent.registry?.folder(env)
    if (live.registry !== undefined) watching(live.registry)
    const path =
      live.session.transcript ??
      (await agent.transcript?.locate({ session: live.session, env, taken: taken(live) }))
    if (!agent.transcript || path === undefined || live.reading?.path === path) return
    const resumeId = agent.transcript.idOf?.(path)
    if (resumeId !== undefined && live.session.transcript === undefined)
      options.learn(live, [
        {
          type: 'conversation',
          source: 'transcript',
          says: `its file is ${path}`,
          resumeId,
          transcript: path,
        },
      ])
    live.reading = readingOf(path, agent.transcript)
    watching(path)
    await read(live, live.reading)
  }

  /** Files that other sessions are known to write. */
  const taken = (live: Live): Set<string> =>
    new Set(
      options.lives().flatMap(({ session }) => {
        const { id, transcript } = session
        return id === live.session.id || transcript === undefined ? [] : [transcript]
      }),
    )

  /** Of one that ended before its conversation's file was known: in its first turn. */
  async function readOnce(live: Live): Promise<void> {
    const { transcript } = options.agents().named(live.session.agent) ?? {}
    const { session } = live
    const path =
      session.transcript ??
      (await transcript
        ?.locate({ session, env: envOf(options, session.id), taken: taken(live) })
        .catch(() => undefined))
    if (transcript && path !== undefined) await read(live, readingOf(path, transcript))
  }

  return {
    follow: (live) =>
      void begin(live).catch((error) =>
        options.log.warn('not followed', { session: live.session.id, error: String(error) }),
      ),
    unfollow(live) {
      const { reading } = live
      const path = reading?.path
      // An agent writes its last words, such as what it cost, as it ends.
      void (reading ? read(live, reading) : readOnce(live))
      live.reading = undefined
      live.registry = undefined
      if (path === undefined || options.lives().some((other) => other.reading?.path === path)) return
      watched.delete(path)
      watcher?.unwatch(path)
    },
    close: async () => watcher?.close(),
  }
}

function readingOf(path: string, transcript: Reading['transcript']): Reading {
  return {
    path,
    transcript,
    siblings: new Map(),
    next: 0,
    digest: emptyDigest(),
    busy: false,
    again: false,
  }
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined // gone between the event and the look
  }
}

/** What a conversation's digest says of its session. */
export function learnedFrom(digest: Digest, { life }: Session): Learned[] {
  const title = digest.title === undefined ? '' : cleanLine(digest.title)
  // Not every agent's word of a turn's end brings its last words along.
  const isMute =
    life.status === 'running' && life.activity.kind === 'idle' && life.activity.what === undefined
  const what = isMute ? cleanLine(digest.lastText ?? '', 200) : ''
  return [
    ...(title === ''
      ? []
      : [{ type: 'title', source: 'transcript', says: `title ${title}`, title } as const]),
    ...(what === ''
      ? []
      : [
          {
            type: 'activity',
            source: 'transcript',
            says: 'its last words',
            activity: { kind: 'idle', what },
          } as const,
        ]),
  ]
}
