import { reveal } from '../../protocol/clean.ts'
import { deedOf, type AuditEntry } from '../../protocol/audit.ts'

/** It ties an answer to its question, for programs: `--json` has it. */
const withoutHash = (key: string, value: unknown): unknown => (key === 'inputHash' ? undefined : value)

/** One entry of the audit as a line for people, with nothing hidden. */
export function lineOf(entry: AuditEntry): string {
  const { at, kind, session, who, what, verdict, reasons } = entry
  const when = new Date(at).toLocaleString('sv-SE') // 2026-11-20 17:40:03, by the person's clock
  const said = reveal(deedOf(entry) ?? (typeof what === 'string' ? what : JSON.stringify(what, withoutHash)))
  return [when, session ?? '-', kind, verdict ?? '', `by ${who}`, said, (reasons ?? []).join('; ')]
    .filter((part) => part !== '')
    .join('  ')
}
