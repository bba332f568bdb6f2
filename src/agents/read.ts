import { readdirSync, readFileSync, realpathSync } from 'node:fs'

// What lies in an agent's own folders is the agent's: it may be missing, gone a moment later, or not for us to read.

/** Names in a folder; none when it cannot be read. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** A file's text; empty when it cannot be read. */
export function textAt(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** Without links; as it is when it is not there. */
export function realOr(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}
