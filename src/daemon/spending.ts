import type { Digest } from '../agents/agent.ts'
import type { Prices } from '../agents/cost.ts'
import { labelOf } from '../protocol/session.ts'
import type { Spent } from '../protocol/usage.ts'
import type { Log } from '../store/log.ts'
import type { Paths } from '../store/paths.ts'
import { createLedger } from './ledger.ts'
import type { Live } from './live.ts'
import { createToday } from './spent.ts'

/** Clients hear at most this often what was spent today, ms. */
const TELL_MS = 1000

/** What is spent, as it is read from conversations: kept by day, and told to the clients. */
export function createSpending(options: {
  paths: Paths
  log: Log
  prices(): Prices
  now(): number
  tell(spent: Spent): void
}) {
  const ledger = createLedger(options)
  const today = createToday({ ...options, ledger })
  let timer: NodeJS.Timeout | undefined

  return {
    ledger,
    of: today.of,
    today: today.all,
    /** `conversation`: the path of its file. */
    note({ session }: Live, conversation: string, { counted }: Digest): void {
      const spender = { session: session.id, agent: session.agent, label: labelOf(session) }
      if (!ledger.note(conversation, spender, counted)) return
      // What has ended is not read again by the next daemon.
      if (session.life.status !== 'running') ledger.flush()
      today.changed(session.id)
      timer ??= setTimeout(() => {
        timer = undefined
        options.tell(today.all())
      }, TELL_MS)
    },
    /** Writes down what is not yet. */
    keep: ledger.flush,
    close(): void {
      clearTimeout(timer)
      ledger.flush()
    },
  }
}

export type Spending = ReturnType<typeof createSpending>
