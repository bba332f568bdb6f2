import { homedir } from 'node:os'
import { join } from 'node:path'
import { fieldsOf, type Fields } from '../fields.ts'
import { textAt } from '../read.ts'

/** The object in a text of JSON; none for an empty one. Undefined for what is no JSON (OpenCode allows comments). */
export function parseConfig(text: string): Fields | undefined {
  if (text.trim() === '') return {}
  try {
    return fieldsOf(JSON.parse(text))
  } catch {
    return undefined
  }
}

/**
 * Whether the person has chosen permissions themselves, in the environment or their own files. A repository's
 * opencode.json does not count: whoever wrote it must not decide that this person is not asked.
 */
export function choosesPermissions(env: Record<string, string>): boolean {
  if (env.OPENCODE_PERMISSION) return true
  const home = env.HOME || homedir()
  const own = join(env.XDG_CONFIG_HOME || join(home, '.config'), 'opencode')
  const files = [own, env.OPENCODE_CONFIG_DIR ?? ''].flatMap((folder) =>
    folder === '' ? [] : ['config.json', 'opencode.json', 'opencode.jsonc'].map((name) => join(folder, name)),
  )
  const texts = [...files, env.OPENCODE_CONFIG ?? ''].filter((path) => path !== '').map(textAt)
  return [env.OPENCODE_CONFIG_CONTENT ?? '', ...texts].some(names)
}

/** By its key alone, comments left out: that anything is said of permissions is all there is to know. */
const names = (text: string): boolean =>
  /"permission"\s*:/.test(text.replace(/^\s*\/\/.*$/gm, '').replace(/\/\*[\s\S]*?\*\//g, ''))
