/** Reading JSON of unknown shape: what agents send and write is theirs to change, so every field is doubted. */
export type Fields = Record<string, unknown>

export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {} // checked
}

export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** A count: a finite number that is not negative, else 0. */
export const countOf = (value: unknown): number =>
  typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0

export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

/** The object in a line or file of JSON; no object, no fields. */
export function parseFields(text: string): Fields {
  try {
    return fieldsOf(JSON.parse(text))
  } catch {
    return {}
  }
}
