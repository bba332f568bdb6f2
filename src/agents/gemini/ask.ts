import { relative } from 'node:path'
import type { HookEvent } from '../../protocol/host.ts'
import type { Answer, Request } from '../../protocol/request.ts'
import type { Asked, Gated, GateRuling, Keyed } from '../agent.ts'
import { fieldsOf, listOf, textOf, type Fields } from '../fields.ts'
import { drawnDiff, shownOn, squeeze, type Shown } from './dialog.ts'

/** What Gemini tells of the dialog it is about to draw (0.61.0): nothing can be answered to this hook. */
export function asksGemini({ event, body }: HookEvent): Asked | undefined {
  const hook = fieldsOf(body)
  if (event !== 'Notification' || hook.notification_type !== 'ToolPermission') return undefined
  const { tool, input } = callIn(fieldsOf(hook.details), textOf(hook.message) ?? '')
  return { kind: 'permission', tool, input, cwd: textOf(hook.cwd) ?? '/', fixed: true, raw: body }
}

function callIn(details: Fields, message: string): { tool: string; input: Fields } {
  switch (details.type) {
    case 'exec':
      return { tool: 'run_shell_command', input: { command: details.command } }
    case 'edit':
      return {
        tool: 'write_file',
        input: { file_path: details.filePath ?? details.fileName, change: details.fileDiff },
      }
    case 'mcp':
      return {
        tool: `mcp_${textOf(details.serverName)}_${textOf(details.toolName)}`,
        input: { server: details.serverName, tool: details.toolName },
      }
    case 'info': {
      const { title, prompt, urls } = details
      // A file outside of the folder, a skill, a remote agent: they come in the same words (0.61.0).
      if (title !== 'Confirm Web Fetch') return { tool: 'tool', input: { asks: title ?? message, prompt } }
      const [url, ...more] = listOf(urls)
      return {
        tool: 'web_fetch',
        input: { ...(more.length === 0 && url !== undefined && { url }), prompt, urls },
      }
    }
    default:
      return { tool: 'tool', input: { asks: message, ...details } }
  }
}

/** Before a tool, and before Gemini decides whether to ask: rules may stop a call or have it ask, not let it pass. */
export function gatesGemini({ event, body }: HookEvent): Gated | undefined {
  const hook = fieldsOf(body)
  const [tool, cwd] = [textOf(hook.tool_name), textOf(hook.cwd)]
  if (event !== 'BeforeTool' || !tool || cwd === undefined) return undefined
  const input = fieldsOf(hook.tool_input)
  const folder = textOf(input.dir_path)
  return { tool, input, cwd: folder?.startsWith('/') && typeof input.command === 'string' ? folder : cwd }
}

export function rulingGemini({ verdict, reason }: GateRuling): unknown {
  return verdict === 'deny' || verdict === 'ask' ? { decision: verdict, reason } : undefined
}

/**
 * The keys that answer this request, only while the dialog for exactly this call is all there is to answer on the
 * screen. Gemini has no other channel. Anything else is for the person in the session.
 */
export function keysGemini(request: Request, answer: Answer, rows: string[]): Keyed | undefined {
  const shown = shownOn(rows)
  if (shown.is !== 'asks') return undefined
  // Of an MCP tool Gemini tells no arguments, so the card cannot show what a yes would be to: it can be refused only.
  // A long change is drawn from its end only, so a yes would be to more than stands there; a no may be to either.
  const fits =
    answer.verdict === 'deny' ? isNamed(request, shown) || isWhole(request, shown) : isWhole(request, shown)
  if (!fits) return undefined
  const dialog = shown.text
  if (answer.verdict === 'allow' && !answer.input) return { keys: '1', dialog }
  if (answer.verdict !== 'deny') return undefined
  const message = answer.message?.trim() ?? ''
  // Esc ends the turn; the reason follows as the next prompt, as a person would do it.
  return { keys: '\u001b', dialog, ...(message !== '' && answer.interrupt !== true && { prompt: message }) }
}

/** The dialog is about that file, or that tool, whatever is to be done with it. */
function isNamed({ tool, input, cwd }: Request, { about, head }: Shown & { is: 'asks' }): boolean {
  if (about === 'mcp') {
    const [named, server] = [textOf(input.tool), textOf(input.server)]
    const asked = `Allow execution of MCP tool "${named}" from server "${server}"?`
    return tool.startsWith('mcp_') && head === squeeze(asked)
  }
  const path = textOf(input.file_path)
  if (about !== 'edit' || tool !== 'write_file' || path === undefined) return false
  return [path, relative(cwd, path)]
    .map(squeeze)
    .some((name) => head.startsWith(`?WriteFileWritingto${name}`) || head.startsWith(`?Edit${name}:`))
}

/** All that the card shows stands in the dialog. */
function isWhole(request: Request, shown: Shown & { is: 'asks' }): boolean {
  const { tool, input } = request
  const { about, head, body } = shown
  switch (tool) {
    case 'run_shell_command':
      return about === 'command' && typeof input.command === 'string' && body === squeeze(input.command)
    case 'write_file':
      return isNamed(request, shown) && body !== '' && body === drawnDiff(textOf(input.change) ?? '')
    case 'web_fetch': {
      const [prompt, urls] = [textOf(input.prompt), listOf(input.urls)]
      if (about !== 'info' || prompt === undefined || !head.startsWith('?WebFetch')) return false
      const listed = urls.length === 1 && urls[0] === prompt ? [] : urls.map((url) => `-${String(url)}`)
      return body === squeeze([prompt, ...(listed.length > 0 ? ['URLs to fetch:'] : []), ...listed].join(''))
    }
    default:
      return false
  }
}

/** The dialog that stood there is gone: there is none, or another one, whole. */
export function leftGemini(dialog: string, rows: string[]): boolean {
  const shown = shownOn(rows)
  return shown.is === 'none' || (shown.is === 'asks' && shown.text !== dialog)
}
