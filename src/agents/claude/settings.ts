import { join } from 'node:path'
import { claudeFolder } from './files.ts'
import { fieldsOf, parseFields, textOf } from '../fields.ts'
import { textAt } from '../read.ts'

/**
 * The permission mode that a person's own settings choose, if any. Read because the mode Roost starts with
 * would override it: a flag wins over every file but the managed one. A project's shared settings.json does not
 * count: whoever wrote the repository must not decide that this person is not asked.
 */
export function chosenMode(options: {
  cwd: string
  env: Record<string, string>
  /** A value of `--settings`: a file or JSON. */
  settings: string | undefined
}): string | undefined {
  const { cwd, env, settings } = options
  const files = [
    join(cwd, '.claude', 'settings.local.json'),
    join(claudeFolder(env), 'settings.json'),
    '/etc/claude-code/managed-settings.json',
    '/Library/Application Support/ClaudeCode/managed-settings.json',
  ]
  const given = settings?.trim().startsWith('{') ? [settings] : []
  const path = settings !== undefined && given.length === 0 ? [join(cwd, settings), settings] : []
  return [...given, ...[...path, ...files].map(textAt)].map(modeIn).find((mode) => mode !== undefined)
}

const modeIn = (text: string): string | undefined =>
  textOf(fieldsOf(parseFields(text).permissions).defaultMode)
