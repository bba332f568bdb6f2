/** Whether `error` is the system's error `code`, e.g. `EAGAIN`. */
export function isCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.some((code) => error.code === code)
}

/** What went wrong, in one line for a person. */
export function says(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
