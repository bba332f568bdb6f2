import { join } from 'node:path'

/** What runs in a session while it is measured. */
export const program = (name: string): string => join(import.meta.dirname, 'programs', `${name}.sh`)
