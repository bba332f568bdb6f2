import { basename } from 'node:path'
import { cleanLine } from '../protocol/clean.ts'
import type { Agent, Learned } from './agent.ts'
import { learnHook } from './claude/hooks.ts'
import { idOfRollout, rolloutOf } from './codex/files.ts'
import { answerCodex, asksCodex, gatesCodex, rulingCodex } from './codex/hooks.ts'
import { conversationOf, liveElsewhere } from './codex/locks.ts'
import { listPast, onePast } from './codex/past.ts'
import { readCodexScreen } from './codex/screen.ts'
import { resumeCodex, startCodex } from './codex/start.ts'
import { foldCodex, learnCodexFile, messagesCodex } from './codex/transcript.ts'
import { exitOnTerm } from './exits.ts'
import { hears } from './hears.ts'
import { learnStatus } from './osc.ts'

/** Codex, written against 0.169.0 (test/real tries all of this on it). */
export const codex: Agent = {
  name: 'codex',
  command: 'codex',
  install: 'npm install -g @openai/codex',
  marks: ['AGENTS.md', '.codex'],
  signals: ['osc', 'hook', 'transcript', 'title', 'screen'],
  start: startCodex,
  resume: resumeCodex,
  learn: hears({ hook: learnHook, status: learnStatus, title: ({ title }) => learnTitle(title) }),
  screen: readCodexScreen,
  asks: asksCodex,
  answer: answerCodex,
  gates: gatesCodex,
  ruling: rulingCodex,
  transcript: {
    async locate({ session, env }) {
      const id = session.resumeId ?? conversationOf(session, env)
      return id === undefined ? undefined : rolloutOf(id, env)
    },
    idOf: (path) => idOfRollout(basename(path)),
    // A conversation is only ever one that a hook named: another one of the folder may be somebody else's.
    newest: async () => undefined,
    fold: foldCodex,
    messages: messagesCodex,
    learn: learnCodexFile,
    past: { list: listPast, one: onePast, live: liveElsewhere },
  },
  // It takes its tools along; all that was said is on disk already. Its own ways, /quit and Ctrl-D, would be keys into
  // whatever stands on the screen.
  exit: exitOnTerm(5000),
  // Without a dialog OSC 7501 speaks within a second or two.
  silentStartMs: 6000,
}

/**
 * `⠋ name | project`, as startCodex asks for it: a braille spinner while it works, `[ ! ] Action Required` while it
 * waits, the name once there is one.
 */
function learnTitle(raw: string): Learned[] {
  const title = cleanLine(raw)
  const [, mark = '', rest = ''] = /^([⠀-⣿]|\[ [!.] \] Action Required)?[\s|]*(.*)$/u.exec(title) ?? []
  const name = rest.includes(' | ') ? rest.slice(0, rest.lastIndexOf(' | ')) : ''
  const named: Learned[] =
    name === '' ? [] : [{ type: 'title', source: 'title', says: `title ${name}`, title: name }]
  const says = `title shows ${mark || 'nothing to wait for'}`
  if (mark.startsWith('['))
    return [
      { type: 'activity', source: 'title', says, activity: { kind: 'needs-input', need: 'input' } },
      ...named,
    ]
  return [
    { type: 'activity', source: 'title', says, activity: { kind: mark === '' ? 'idle' : 'working' } },
    ...named,
  ]
}
