import type { Judge } from './judge.ts'
import { MAX_NODES, Spent, note } from './judge.ts'
import { readScript } from './parse.ts'
import type { PolicyContext, Verdict } from './verdict.ts'
import { verdictOf } from './verdict.ts'
import { judgeScript } from './walk.ts'

/**
 * Judges one shell command line: allow when every node of it is proven to be read-only, deny when it is on the
 * narrow catastrophic list, else ask with the reasons. Deterministic; bounded by nodes, not by a clock; never throws.
 */
export function judgeCommand(command: string, context: PolicyContext): Verdict {
  const judge: Judge = {
    context,
    reasons: [],
    left: MAX_NODES,
    seen: { connection: undefined, shell: false },
    nested: (script, scope) => judgeScript(judge, script, scope),
  }
  try {
    const read = readScript(command)
    if (read.type === 'refused') note(judge, read.why, command.slice(0, 80), 'high')
    else {
      judgeScript(judge, read.script, {
        source: command,
        cwds: [context.cwd],
        variables: new Map(),
        feed: 'none',
        depth: 0,
      })
      const { connection, shell } = judge.seen
      if (connection !== undefined && shell)
        note(judge, 'gives a shell to another machine', connection, 'catastrophic')
    }
  } catch (error) {
    // A fault in the analyser must never become an allow, nor take the daemon down.
    note(
      judge,
      error instanceof Spent ? 'the command is too involved to analyse' : 'the command could not be analysed',
      command.slice(0, 80),
      'high',
    )
  }
  return verdictOf(judge.reasons)
}
