import { agentOf, choices } from '../model/form.ts'
import type { NewForm } from '../model/screens.ts'
import type { State } from '../model/state.ts'
import { edit } from '../model/edit.ts'
import { plain } from '../text.ts'

/** The form as it stands, and what may be said. */
export function formSaid(state: State, form: NewForm): string[] {
  const agent = agentOf(state, form)
  if (!agent) return ['No agent is known yet. One moment.']
  const missing = agent.found
    ? ''
    : `, which is not installed${agent.install ? `: ${plain(agent.install)}` : ''}`
  return [
    `New session: ${plain(agent.name)}${missing}, in ${plain(form.folder.text)}. It is told: ${plain(form.prompt.text) || 'nothing yet'}.`,
    'Say yes to start it, agent and a name, folder and a path, or leave.',
  ]
}

/** With another agent or folder; a sentence when there is no such agent. */
export function formWith(
  state: State,
  form: NewForm,
  { field, value }: { field: 'agent' | 'folder'; value: string },
): NewForm | string {
  const { problem: _forgiven, ...rest } = form
  if (field === 'folder') return { ...rest, folder: edit(value) }
  const all = choices(state)
  if (all.some(({ name }) => name === value)) return { ...rest, agent: value }
  return `There is no agent ${plain(value, 20)}. There are: ${all.map(({ name }) => plain(name)).join(', ')}.`
}
