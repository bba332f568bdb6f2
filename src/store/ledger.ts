import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import type { ModelUsage } from '../protocol/usage.ts'
import { type Paths, ensurePrivate } from './paths.ts'
import { ModelsSchema, RECORD_VERSION } from './record.ts'
import { readJson, sweepTemps, writeAtomic } from './write.ts'

/** What one conversation used in one day. Kept when its session is removed: what was spent stays spent. */
export type Spending = {
  session: string
  agent: string
  /** What its row was called last. */
  label: string
  /** Slot of the day (0 to 95, a quarter of an hour each, UTC) → model → tokens. */
  slots: Record<string, Record<string, ModelUsage>>
}

/** `usage/<day>.json`: conversation (the path of its file) → what it used. */
export type LedgerDay = Record<string, Spending>

const DAY_MS = 86_400_000
/** Days of UTC since 1970. */
export const dayOf = (at: number): number => Math.floor(at / DAY_MS)

const DaySchema = v.looseObject({
  conversations: v.record(
    v.string(),
    v.looseObject({
      session: v.string(),
      agent: v.string(),
      label: v.string(),
      slots: v.record(v.string(), ModelsSchema),
    }),
  ),
})

/** Empty when there is none or it cannot be used; it is then moved aside, and counted again from what is read next. */
export function readLedger(paths: Paths, day: number): LedgerDay {
  const read = readJson(fileOf(paths, day))
  const parsed = read.ok ? v.safeParse(DaySchema, read.value) : undefined
  return parsed?.success ? parsed.output.conversations : {}
}

/** Durable once it returns. @throws see writeAtomic */
export function saveLedger(paths: Paths, day: number, conversations: LedgerDay): void {
  ensurePrivate(paths.usage, paths.home)
  writeAtomic(fileOf(paths, day), `${JSON.stringify({ version: RECORD_VERSION, conversations })}\n`)
}

/** Deletes the days before `first`, and what killed writers left. Never throws: an old file does no harm. */
export function sweepLedger(paths: Paths, first: number): void {
  try {
    sweepTemps(paths.usage)
    for (const name of readdirSync(paths.usage)) {
      const day = dayOf(Date.parse(/^(\d{4}-\d\d-\d\d)\.json/.exec(name)?.[1] ?? ''))
      if (day < first) rmSync(join(paths.usage, name), { force: true })
    }
  } catch {
    // none yet, or not readable
  }
}

const fileOf = (paths: Paths, day: number): string =>
  join(paths.usage, `${new Date(day * DAY_MS).toISOString().slice(0, 10)}.json`)
