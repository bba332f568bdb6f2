import type { Agent } from './agent.ts'
import { exitOnTerm } from './exits.ts'
import { answerOpencode, asksOpencode, gatesOpencode, rulingOpencode } from './opencode/ask.ts'
import { learnOpencode } from './opencode/hooks.ts'
import { listOpencode, oneOpencode } from './opencode/past.ts'
import { resumeOpencode, startOpencode } from './opencode/start.ts'
import { foldOpencode, messagesOpencode } from './opencode/transcript.ts'

/**
 * OpenCode. A plugin of ours tells its state and its questions, and writes each finished message to a file, since
 * OpenCode itself keeps conversations in a database only. Tried on 1.18.33; test/real tries it again.
 */
export const opencode: Agent = {
  name: 'opencode',
  command: 'opencode',
  install: 'npm install -g opencode-ai',
  signals: ['hook', 'title'],
  start: startOpencode,
  resume: resumeOpencode,
  learn: learnOpencode,
  asks: asksOpencode,
  answer: answerOpencode,
  gates: gatesOpencode,
  ruling: rulingOpencode,
  transcript: {
    // Every event of the plugin names it, once there is one.
    locate: async ({ session }) => session.transcript,
    newest: async () => undefined,
    fold: foldOpencode,
    messages: messagesOpencode,
    past: {
      list: listOpencode,
      one(resumeId, env) {
        const found = oneOpencode(resumeId, env)
        return found === 'gone' ? undefined : found
      },
      // It notes nowhere which process has which conversation open.
      live: () => [],
    },
  },
  // It ends its tools and leaves with 0.
  exit: exitOnTerm(6000),
  // Its plugin speaks within some seconds; at its very first start OpenCode downloads for longer.
  silentStartMs: 15_000,
}
