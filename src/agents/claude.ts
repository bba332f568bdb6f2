import { join } from 'node:path'
import { cleanLine } from '../protocol/clean.ts'
import type { Agent, Learned } from './agent.ts'
import { channelsOf } from './claude/args.ts'
import { answerClaude, asksClaude } from './claude/ask.ts'
import { claudeFolder, newestTranscript, subagentFiles, transcriptOf } from './claude/files.ts'
import { gatesClaude, rulingClaude } from './claude/gate.ts'
import { learnHook } from './claude/hooks.ts'
import { listPast, liveElsewhere, onePast } from './claude/past.ts'
import { claudeRegistry } from './claude/registry.ts'
import { readScreen } from './claude/screen.ts'
import { resumeClaude, startClaude } from './claude/start.ts'
import { foldClaude, messagesClaude } from './claude/transcript.ts'
import { exitOnTerm } from './exits.ts'
import { hears } from './hears.ts'
import { learnStatus } from './osc.ts'

/** Claude Code. Facts were tried on 2.1.329; test/real/claude-adapter.test.ts tries them again. */
export const claude: Agent = {
  name: 'claude',
  command: 'claude',
  install: 'npm install -g @anthropic-ai/claude-code',
  marks: ['CLAUDE.md', '.claude'],
  signals: ['hook', 'osc', 'registry', 'transcript', 'title'],
  start: startClaude,
  resume: resumeClaude,
  learn: hears({ hook: learnHook, status: learnStatus, title: ({ title }) => learnTitle(title) }),
  screen: readScreen,
  asks: asksClaude,
  answer: answerClaude,
  gates: gatesClaude,
  ruling: rulingClaude,
  channels: channelsOf,
  settings: ({ cwd, env }) => [
    { path: '/etc/claude-code/managed-settings.json', shared: false },
    { path: join(claudeFolder(env), 'settings.json'), shared: false },
    { path: join(cwd, '.claude', 'settings.local.json'), shared: false },
    { path: join(cwd, '.claude', 'settings.json'), shared: true },
  ],
  registry: claudeRegistry,
  transcript: {
    locate: async ({ session, env }) =>
      session.resumeId === undefined ? undefined : transcriptOf(session.resumeId, session.cwd, env),
    siblings: async (path) => subagentFiles(path),
    newest: async ({ cwd, env }) => newestTranscript(cwd, env),
    fold: foldClaude,
    messages: messagesClaude,
    past: { list: listPast, one: onePast, live: liveElsewhere },
  },
  // It ends its tools, writes its costs and leaves with 143. SIGKILL also counts against its fullscreen renderer.
  exit: exitOnTerm(6000),
  // Without a dialog, hooks, status and registry have all spoken within a second.
  silentStartMs: 5000,
}

/** `✳ name` idle, `◐ name` or a braille spinner busy; the bare product name is no title. */
function learnTitle(raw: string): Learned[] {
  const [, mark = '', rest = ''] = /^([✳◐◑◒◓⠀-⣿]?)\s*(.*)$/u.exec(cleanLine(raw)) ?? []
  const says = `title shows ${mark}`
  const busy: Learned[] =
    mark === ''
      ? []
      : [{ type: 'activity', source: 'title', says, activity: { kind: mark === '✳' ? 'idle' : 'working' } }]
  if (rest === '' || rest === 'Claude Code') return busy
  return [...busy, { type: 'title', source: 'title', says: `title ${rest}`, title: rest }]
}
