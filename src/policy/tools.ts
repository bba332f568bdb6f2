import { judgeCommand } from './command.ts'
import type { PolicyContext, Verdict } from './verdict.ts'
import { verdictOf } from './verdict.ts'

/** Judges a tool call of an agent by the tool's name and input; `Bash` goes to judgeCommand. Never throws. */
export function judgeTool(tool: string, input: Record<string, unknown>, context: PolicyContext): Verdict {
  const command = input['command']
  if (tool === 'Bash' && typeof command === 'string') return judgeCommand(command, context)
  return verdictOf([{ text: `\`${tool}\` is not known to be harmless`, level: 'low' }])
}
