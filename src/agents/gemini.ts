import type { Agent } from './agent.ts'
import { exitOnTerm } from './exits.ts'
import { asksGemini, gatesGemini, keysGemini, leftGemini, rulingGemini } from './gemini/ask.ts'
import { chatOf } from './gemini/files.ts'
import { learnGemini } from './gemini/hooks.ts'
import { listGemini, oneGemini } from './gemini/past.ts'
import { inputOf, readGeminiScreen } from './gemini/screen.ts'
import { resumeGemini, startGemini } from './gemini/start.ts'
import { foldGemini, messagesGemini } from './gemini/transcript.ts'

/** Gemini CLI. All facts were tried on 0.61.0; test/real tries them again. */
export const gemini: Agent = {
  name: 'gemini',
  command: 'gemini',
  install: 'npm install -g @google/gemini-cli',
  signals: ['hook', 'title', 'screen'],
  start: startGemini,
  resume: resumeGemini,
  learn: learnGemini,
  screen: readGeminiScreen,
  input: inputOf,
  asks: asksGemini,
  keys: keysGemini,
  left: leftGemini,
  gates: gatesGemini,
  ruling: rulingGemini,
  transcript: {
    locate: async ({ session, env }) =>
      session.resumeId === undefined ? undefined : chatOf(session.resumeId, session.cwd, env),
    newest: async ({ cwd, env }) => {
      const found = listGemini(env, 1000).find((past) => past.cwd === cwd)
      return found?.path === undefined ? undefined : { resumeId: found.resumeId, path: found.path }
    },
    fold: foldGemini,
    messages: messagesGemini,
    // It notes nowhere which process has which conversation open.
    past: { list: listGemini, one: oneGemini, live: () => [] },
  },
  exit: exitOnTerm(6000),
  // After its trust dialog, and wherever its settings take a new start (0.61.0: RELAUNCH_EXIT_CODE).
  restartCode: 199,
  // Its first hook comes within some four seconds.
  silentStartMs: 10_000,
}
