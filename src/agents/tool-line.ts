import { isAbsolute, relative } from 'node:path'
import { cleanLine } from '../protocol/clean.ts'
import { gist } from '../protocol/request.ts'
import { fieldsOf, listOf, textOf, type Fields } from './fields.ts'

/** What a tool call does, in one line: `Edit src/x.ts`, `Bash: npm test`. Paths in `cwd` are short. */
export function toolLine(tool: string, input: Fields, cwd: string): string {
  if (tool === 'AskUserQuestion')
    return cleanLine(textOf(fieldsOf(listOf(input.questions)[0]).question) ?? tool, 200)
  if (tool === 'ExitPlanMode') return 'a plan'
  for (const key of ['file_path', 'notebook_path', 'path']) {
    const path = input[key]
    if (typeof path === 'string' && path !== '' && input.command === undefined)
      return cleanLine(`${tool} ${short(path, cwd)}`, 200)
  }
  return cleanLine(gist(tool, input), 200)
}

function short(path: string, cwd: string): string {
  if (!isAbsolute(path) || !isAbsolute(cwd)) return path
  const seen = relative(cwd, path)
  return seen === '' || seen.startsWith('..') ? path : seen
}
