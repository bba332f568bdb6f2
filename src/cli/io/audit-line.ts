import { reveal } from '../../protocol/clean.ts'
import { deedOf, type AuditEntry } from '../../protocol/audit.ts'

/** One entry of the audit as a line for people, with nothing hidden. */
export function lineOf(entry: AuditEntry): string {
  const { at, kind, session, who, what, verdict, reasons } = entry
  const when = new Date(at).toISOString().slice(0, 19).replace('T', ' ')
  const said = reveal(deedOf(entry) ?? (typeof what === 'string' ? what : JSON.stringify(what)))
  return [when, session ?? '-', kind, verdict ?? '', `by ${who}`, said, (reasons ?? []).join('; ')]
    .filter((part) => part !== '')
    .join('  ')
}
