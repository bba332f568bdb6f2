import type { Need } from './session.ts'

/** An agent a person describes in `config.json` under `agents.custom`, by its name. docs/agents.md is the long form. */
export type AgentDefinition = {
  /** Program looked up on the session's PATH, or an absolute path. */
  command: string
  /** Given at every start and resume, before all else. */
  args?: string[]
  /** Added when there is a first prompt; `{prompt}` stands for it. Absent: the prompt is the last argument. */
  prompt?: string[]
  /** Added at a start to choose the conversation's id, which `{id}` stands for (a UUID). */
  session?: string[]
  /** Added instead of `prompt` and `session` to go on with conversation `{id}`. Absent: it starts anew. */
  resume?: string[]
  /** The shell command that installs it. */
  install?: string
  env?: Record<string, string>
  transcript?: {
    /** Where its conversations lie: `{cwd}`, `{home}`, `{id}`, and `*`, `**`, `?`, `[…]`; the newest counts. */
    glob: string
    /** Finds the conversation's id in the path: the first group, else the whole match. */
    id?: string
  }
  states?: StateRule[]
  exit?: {
    /** Typed first, such as `/quit\r`. */
    keys?: string
    /** How long it may take to end, s. Default 5. */
    seconds?: number
  }
}

/** The first rule whose patterns all match says the state. Regular expressions, tried on what was seen last. */
export type StateRule = {
  state: 'working' | 'idle' | 'needs-input'
  /** With `needs-input`; default `input`. */
  need?: Need
  /** What to say of it; absent: the line that matched. */
  what?: string
} & (
  | { title: string }
  /** On the parameters of an OSC 7501 report, such as `state=blocked:kind=permission`. */
  | { osc: string }
  /** On the screen's rows, read when the output pauses. */
  | { screen: string }
)
