import { SLOT_MS, slotsOf, type Counted } from '../agents/counted.ts'
import type { ModelUsage, Tokens } from '../protocol/usage.ts'
import type { Log } from '../store/log.ts'
import { dayOf, readLedger, saveLedger, sweepLedger, type LedgerDay } from '../store/ledger.ts'
import type { Paths } from '../store/paths.ts'

/** A week, today, and the day that a time zone may be off, in days of UTC. */
const DAYS_KEPT = 9
/** Written this long after a change, ms. A crash loses no more: what lives is read again from its conversation. */
const SAVE_MS = 5000
const SLOTS_A_DAY = 96

/** Whose tokens: `label` is what the row is called now. */
export type Spender = { session: string; agent: string; label: string }

/** What one conversation used in one slot of time, which began at `at`, epoch ms. */
export type Slot = Spender & { conversation: string; at: number; models: Record<string, ModelUsage> }

/**
 * What was used when, by conversation, so that "today" and "this week" survive a restart and a removed session.
 * Each look at a conversation gives the sums of all that was read of it, and of two sums of one slot the larger
 * one stands: reading a file again, in part or whole, changes nothing, and nothing is counted twice.
 */
export function createLedger({ paths, log, now }: { paths: Paths; log: Log; now(): number }) {
  const days = new Map<number, LedgerDay>()
  const unsaved = new Set<number>()
  let timer: NodeJS.Timeout | undefined

  const first = () => dayOf(now()) - DAYS_KEPT + 1
  function load(): void {
    sweepLedger(paths, first())
    for (let day = first(); day <= dayOf(now()); day++) days.set(day, readLedger(paths, day))
  }

  function forget(): void {
    const oldest = first()
    const old = [...days.keys()].filter((day) => day < oldest)
    for (const day of old) days.delete(day)
    if (old.length > 0) sweepLedger(paths, oldest)
  }

  function save(): void {
    clearTimeout(timer)
    timer = undefined
    forget()
    for (const day of Array.from(unsaved)) {
      try {
        saveLedger(paths, day, days.get(day) ?? {})
        unsaved.delete(day)
      } catch (error) {
        log.error('usage not saved', { error: String(error) }) // tried again with the next change
      }
    }
  }

  load()
  return {
    /** Takes in what was counted of a conversation so far. True when that is news. */
    note(conversation: string, spender: Spender, counted: ReadonlyMap<string, Counted>): boolean {
      let news = false
      const from = first() * SLOTS_A_DAY * SLOT_MS
      for (const [slot, models] of slotsOf(counted.values(), from)) {
        const number = Math.floor(slot / SLOTS_A_DAY)
        const day = days.get(number) ?? {}
        days.set(number, day)
        const before = Object.hasOwn(day, conversation) ? day[conversation] : undefined
        const at = String(slot - number * SLOTS_A_DAY)
        const merged = mergedModels(before?.slots[at], models)
        if (before && merged === before.slots[at]) continue
        day[conversation] = { ...spender, slots: { ...before?.slots, [at]: merged } }
        unsaved.add(number)
        news = true
      }
      if (news) timer ??= setTimeout(save, SAVE_MS)
      return news
    },
    /** All slots that begin in this stretch of time, epoch ms; of one session where it is named. */
    *between(from: number, until: number, only?: string): Generator<Slot> {
      for (const [number, day] of days) {
        if (number < dayOf(from) || number > dayOf(until)) continue
        for (const [conversation, { slots, ...spender }] of Object.entries(day)) {
          if (only !== undefined && spender.session !== only) continue
          for (const [slot, models] of Object.entries(slots)) {
            const at = (number * SLOTS_A_DAY + Number(slot)) * SLOT_MS
            if (at >= from && at < until) yield { ...spender, conversation, at, models }
          }
        }
      }
    },
    flush: () => {
      if (unsaved.size > 0) save()
    },
  }
}

export type Ledger = ReturnType<typeof createLedger>

/** `before` itself when nothing is more. */
function mergedModels(
  before: Record<string, ModelUsage> | undefined,
  next: Record<string, ModelUsage>,
): Record<string, ModelUsage> {
  if (!before) return next
  let merged = before
  for (const [model, usage] of Object.entries(next)) {
    const known = Object.hasOwn(before, model) ? before[model] : undefined
    const more = known ? larger(known, usage) : usage
    if (more !== known) merged = { ...merged, [model]: more }
  }
  return merged
}

function larger(a: ModelUsage, b: ModelUsage): ModelUsage {
  const long = b.long ? (a.long ? largerTokens(a.long, b.long) : b.long) : a.long
  const plain = largerTokens(a, b)
  if (plain === a && long === a.long) return a
  // A figure of the agent's own belongs to the fuller of the two.
  const { costUsd } = plain === a ? a : b
  const { long: _long, costUsd: _cost, ...tokens } = { ...a, ...plain }
  return { ...tokens, ...(long && { long }), ...(costUsd !== undefined && { costUsd }) }
}

/** `a` itself when `b` is nowhere more. */
function largerTokens<T extends Tokens>(a: T, b: Tokens): T {
  const hour = Math.max(a.cacheWrite1h ?? 0, b.cacheWrite1h ?? 0)
  const most = {
    input: Math.max(a.input, b.input),
    output: Math.max(a.output, b.output),
    cacheRead: Math.max(a.cacheRead, b.cacheRead),
    cacheWrite: Math.max(a.cacheWrite, b.cacheWrite),
  }
  const same =
    most.input === a.input &&
    most.output === a.output &&
    most.cacheRead === a.cacheRead &&
    most.cacheWrite === a.cacheWrite &&
    hour === (a.cacheWrite1h ?? 0)
  return same ? a : { ...a, ...most, ...(hour > 0 && { cacheWrite1h: hour }) }
}
