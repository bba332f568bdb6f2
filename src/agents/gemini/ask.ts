import type { HostEvent } from '../../protocol/host.ts'
import type { Answer, Request } from '../../protocol/request.ts'
import type { Asked, Gated, GateRuling, Keyed } from '../agent.ts'
import { fieldsOf, textOf, type Fields } from '../fields.ts'

type Hook = HostEvent & { type: 'hook' }

/** What Gemini tells of the dialog it is about to draw (0.61.0): nothing can be answered to this hook. */
export function asksGemini({ event, body }: Hook): Asked | undefined {
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
        input: { title: details.title },
      }
    case 'info':
      return { tool: 'web_fetch', input: { prompt: details.prompt, urls: details.urls } }
    default:
      return { tool: 'tool', input: { asks: message, ...details } }
  }
}

/** Before a tool, and before Gemini decides whether to ask: rules may stop a call or have it ask, not let it pass. */
export function gatesGemini({ event, body }: Hook): Gated | undefined {
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
 * The keys that answer this request, only while the dialog for exactly this command is all there is to answer on the
 * screen. Gemini has no other channel. Anything else is for the person in the session.
 */
export function keysGemini(request: Request, answer: Answer, rows: string[]): Keyed | undefined {
  const { command } = request.input
  if (request.tool !== 'run_shell_command' || typeof command !== 'string') return undefined
  if (dialogCommand(rows) !== squeeze(command)) return undefined
  if (answer.verdict === 'allow' && !answer.input) return { keys: '1' }
  if (answer.verdict !== 'deny') return undefined
  const message = answer.message?.trim() ?? ''
  // Esc ends the turn; the reason follows as the next prompt, as a person would do it.
  return { keys: '\u001b', ...(message !== '' && answer.interrupt !== true && { prompt: message }) }
}

/**
 * The whole command in the one dialog on the screen, without white space (it is wrapped to the width). Undefined
 * unless every part of that dialog is there as 0.61.0 draws it.
 */
function dialogCommand(rows: string[]): string | undefined {
  const bare = rows.map((row) => row.replace(/^[│\s]+|[│\s]+$/g, ''))
  const at = (phrase: RegExp) => bare.flatMap((row, n) => (phrase.test(row) ? [n] : []))
  const [asks, ...more] = at(/^Allow execution of \[.*\]\?$/)
  if (asks === undefined || more.length > 0 || at(/Do you trust/).length > 0) return undefined
  // One list of choices on the whole screen: what a model wrote may look like a dialog, above a real one.
  const framed = rows.filter((row) => /^\s*│\s*(● )?1\. .*│\s*$/.test(row))
  if (framed.length !== 1 || at(/^● \d\. /).length !== 1) return undefined
  const choices = bare.slice(asks + 1).filter((row) => /^(● )?\d\. /.test(row))
  if (!/^● 1\. Allow once$/.test(choices[0] ?? '')) return undefined
  if (!/^\d\. No, suggest changes \(esc\)$/.test(choices.at(-1) ?? '')) return undefined
  const bottom = rows.findLastIndex((row, n) => n < asks && /^\s*│\s*╰─+╯\s*│\s*$/.test(row))
  const top = rows.findLastIndex((row, n) => n < bottom && /^\s*│\s*╭─+╮\s*│\s*$/.test(row))
  if (top === -1 || bottom !== asks - 1) return undefined
  return squeeze(
    rows
      .slice(top + 1, bottom)
      .map((row) => row.replace(/^\s*│\s*│|│\s*│\s*$/g, ''))
      .join(''),
  )
}

const squeeze = (text: string): string => text.replace(/\s+/g, '')
