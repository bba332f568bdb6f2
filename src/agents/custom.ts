import type { AgentDefinition } from '../protocol/agent-definition.ts'
import type { Agent, ExitStep, Plan, ResumeContext, StartContext } from './agent.ts'
import { conversationId } from './conversation.ts'
import { globTranscript } from './custom/glob.ts'
import { compileStates, learnCustom, readCustomScreen } from './custom/states.ts'

const EXIT_SECONDS = 5

/** An agent as a person described it in the config; the definition was checked where the config was read. */
export function customAgent(name: string, definition: AgentDefinition): Agent {
  const states = compileStates(name, definition.states ?? [])
  const { command, install, transcript, exit } = definition
  return {
    name,
    command,
    ...(install !== undefined && { install }),
    ...(!definition.resume && { again: true }),
    signals: states.sources,
    start: (context) => startCustom(definition, context),
    resume: (context) => resumeCustom(definition, context),
    learn: (event, session) => learnCustom(states, event, session),
    ...(states.screen.length > 0 && {
      screen: (rows, session) => readCustomScreen(states, rows, session),
      screenAtPause: true,
    }),
    ...(transcript && { transcript: globTranscript(transcript) }),
    exit: exitSteps(exit),
  }
}

function startCustom(definition: AgentDefinition, context: StartContext): Plan {
  const { session } = context
  const id = conversationId(session, session.generation)
  const fill = filler(context, id)
  const prompt = session.prompt === '' ? [] : (definition.prompt ?? ['{prompt}'])
  return {
    ...plan(definition, context, fill),
    args: [
      ...fill([...(definition.args ?? []), ...(definition.session ?? [])]),
      ...session.args,
      ...fill(prompt),
    ],
    ...(definition.session && { resumeId: id }),
  }
}

/** Without a way to go on, or a conversation to go on with, it starts anew; the first prompt was taken long ago. */
function resumeCustom(definition: AgentDefinition, context: ResumeContext): Plan {
  const { resumeId, session } = context
  if (!definition.resume || (resumeId === '' && definition.resume.some((word) => word.includes('{id}'))))
    return startCustom(definition, { ...context, session: { ...session, prompt: '' } })
  const fill = filler(context, resumeId)
  return {
    ...plan(definition, context, fill),
    args: [...fill([...(definition.args ?? []), ...definition.resume]), ...session.args],
    ...(resumeId !== '' && { resumeId }),
  }
}

type Fill = (words: string[]) => string[]

/** In one pass: a prompt that says "{id}" stays as it was written. */
function filler({ session, env }: StartContext, id: string): Fill {
  const values: Record<string, string> = {
    '{prompt}': session.prompt,
    '{id}': id,
    '{cwd}': session.cwd,
    '{home}': env.HOME ?? '/',
  }
  return (words) =>
    words.map((word) => word.replace(/\{(?:prompt|id|cwd|home)\}/g, (mark) => values[mark] ?? mark))
}

function plan({ env = {} }: AgentDefinition, { file }: StartContext, fill: Fill): Omit<Plan, 'args'> {
  const filled = Object.entries(env).map(([name, value]) => [name, ...fill([value])] as const)
  return { file, env: Object.fromEntries(filled), files: [] }
}

function exitSteps(exit: AgentDefinition['exit']): ExitStep[] {
  const waitMs = (exit?.seconds ?? EXIT_SECONDS) * 1000
  return [
    ...(exit?.keys === undefined ? [] : [{ type: 'keys', bytes: exit.keys, waitMs } as const]),
    { type: 'signal', signal: 'SIGHUP', waitMs: exit?.keys === undefined ? waitMs : 2000 },
    { type: 'signal', signal: 'SIGTERM', waitMs: 2000 },
    { type: 'signal', signal: 'SIGKILL', waitMs: 2000 },
  ]
}
