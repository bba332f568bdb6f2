import { forEachChild, parse, type SyntaxNode } from 'unbash'
import type { RiskReason } from '../protocol/request.ts'
import type { PolicyContext, Verdict } from './verdict.ts'
import { worstRisk } from './verdict.ts'

const RISKY: Record<string, string> = {
  rm: 'deletes files',
  mv: 'moves or replaces files',
  dd: 'writes raw data',
  chmod: 'changes permissions',
  chown: 'changes owners',
  sudo: 'runs as another user',
  curl: 'talks to the network',
  wget: 'talks to the network',
  ssh: 'runs commands on another machine',
  kill: 'ends processes',
  eval: 'runs text as commands',
  sh: 'runs a shell',
  bash: 'runs a shell',
}

/** Judges one shell command line. Never throws: what cannot be read is a question. */
export function judgeCommand(command: string, _context: PolicyContext): Verdict {
  const reasons: RiskReason[] = []
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'Command' && node.name) {
      const text = RISKY[node.name.value]
      if (text !== undefined)
        reasons.push({
          text: `\`${node.name.value}\` ${text}`,
          level: 'high',
          piece: command.slice(node.pos, node.end),
        })
    }
    forEachChild(node, visit)
  }
  try {
    visit(parse(command.slice(0, 10_000)))
  } catch {
    reasons.push({ text: 'the command cannot be read', level: 'high' })
  }
  if (reasons.length === 0) reasons.push({ text: 'not known to be harmless', level: 'low' })
  return { verdict: 'ask', risk: worstRisk(reasons), reasons }
}
