import { cleanLine } from '../protocol/clean.ts'
import type { Agent, Learned } from './agent.ts'
import { foldCopilot, learnEvents, messagesCopilot } from './copilot/events.ts'
import { eventsOf } from './copilot/files.ts'
import { answerCopilot, asksCopilot, gatesCopilot, learnHook, rulingCopilot } from './copilot/hooks.ts'
import { listPast, liveElsewhere, onePast } from './copilot/past.ts'
import { readCopilotScreen } from './copilot/screen.ts'
import { resumeCopilot, startCopilot } from './copilot/start.ts'
import { exitOnTerm } from './exits.ts'
import { hears } from './hears.ts'

/** GitHub Copilot CLI, written against 1.0.102 (test/real tries all of this on it). */
export const copilot: Agent = {
  name: 'copilot',
  command: 'copilot',
  install: 'npm install -g @github/copilot',
  marks: ['.github/copilot-instructions.md', '.copilot'],
  signals: ['hook', 'transcript', 'screen'],
  start: startCopilot,
  resume: resumeCopilot,
  learn: hears({ hook: learnHook, title: ({ title }) => learnTitle(title) }),
  screen: readCopilotScreen,
  asks: asksCopilot,
  answer: answerCopilot,
  gates: gatesCopilot,
  ruling: rulingCopilot,
  transcript: {
    locate: async ({ session, env }) =>
      session.resumeId === undefined ? undefined : eventsOf(session.resumeId, env),
    // A conversation is only ever one that a hook named: another one of the folder may be somebody else's.
    newest: async () => undefined,
    fold: foldCopilot,
    messages: messagesCopilot,
    learn: learnEvents,
    past: { list: listPast, one: onePast, live: liveElsewhere },
  },
  // It ends its tools, writes its sums and lets go of its conversation.
  exit: exitOnTerm(6000),
  // With a prompt the first hook comes within some seconds; without one the screen is all there is.
  silentStartMs: 6000,
}

/** `name - GitHub Copilot`; it tells nothing of the state. */
function learnTitle(raw: string): Learned[] {
  const title = /^(.+) - GitHub Copilot$/.exec(cleanLine(raw))?.[1]
  return title === undefined ? [] : [{ type: 'title', source: 'title', says: `title ${title}`, title }]
}
