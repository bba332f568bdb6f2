import type { AuditEntry } from '../protocol/audit.ts'
import type { Daemon } from './daemon.ts'

/**
 * Writes into the audit trail what has happened, or what makes things safer, such as a stop: a full disk must not
 * keep a person from it. What is *allowed* goes through `audit.append`, which throws.
 */
export function note(daemon: Pick<Daemon, 'audit' | 'log'>, entry: AuditEntry): void {
  try {
    daemon.audit.append(entry)
  } catch (error) {
    const { kind, session, who } = entry
    daemon.log.error('not in the audit trail', { kind, session, who, error: String(error) })
  }
}
