import { cleanText } from '../protocol/clean.ts'
import type { Message } from '../protocol/control.ts'
import { textOf, type Fields } from './fields.ts'

/** One message of a conversation as a person reads it; none when nothing is left to read. */
export function said(role: Message['role'], text: string, at: number | undefined): Message[] {
  const clean = cleanText(text).trim()
  return clean === '' ? [] : [{ role, text: clean, ...(at !== undefined && { at }) }]
}

/** The `timestamp` of a line, ISO 8601, in epoch ms. */
export function timeOf({ timestamp }: Fields): number | undefined {
  const at = Date.parse(textOf(timestamp) ?? '')
  return Number.isNaN(at) ? undefined : at
}
