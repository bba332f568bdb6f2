import type { AgentInfo } from '../../protocol/control.ts'
import { actionOf } from '../keys.ts'
import { openPicking, pickingKey, pickingPaste } from './conversations.ts'
import { edit, editKey, insert, pasted, type Edit } from './edit.ts'
import type { Field, NewForm } from './screens.ts'
import { act, stay, type State, type Step } from './state.ts'
import { tilde } from '../text.ts'

const FIELDS: readonly Field[] = ['prompt', 'agent', 'folder', 'worktree', 'name', 'pin']

/** A conversation begun earlier has its prompts: it is offered while there is no other. */
export const fieldsOf = ({ prompt }: NewForm): readonly Field[] =>
  prompt.text === '' ? [...FIELDS, 'earlier'] : FIELDS

export function openForm(state: State): Step {
  const form: NewForm = {
    at: 'new',
    field: 'prompt',
    prompt: edit(),
    agent: '',
    folder: edit(tilde(state.place.cwd, state.place.home)),
    worktree: false,
    name: edit(),
    pin: false,
    busy: false,
  }
  return act({ ...state, screen: form }, { do: 'agents' }, { do: 'conversations' })
}

/** Agents to choose from: those found first. */
export function choices({ agents }: Pick<State, 'agents'>): AgentInfo[] {
  return [...(agents ?? [])].sort((a, b) => Number(b.found) - Number(a.found))
}

/** Plain commands have no program of their own. */
export const isCodingAgent = (a: AgentInfo): boolean => a.found && a.path !== undefined && a.name !== 'demo'

/**
 * The chosen agent; until the person chooses, the one of the selected session, else the first one found. A prompt is
 * for a coding agent, wherever the cursor was.
 */
export function agentOf(state: State, form: NewForm): AgentInfo | undefined {
  const all = choices(state)
  const usual = state.selected === undefined ? undefined : state.sessions.get(state.selected)?.agent
  const able = all.filter(isCodingAgent)
  return (
    all.find((a) => a.name === form.agent) ??
    able.find((a) => a.name === usual) ??
    able[0] ??
    all.find((a) => a.found && a.name === usual) ??
    all[0]
  )
}

/** Folders sessions work in, for the arrow keys of the folder field. */
function folders(state: State): string[] {
  const seen = [state.place.cwd, ...[...state.sessions.values()].map((s) => s.cwd)]
  return [...new Set(seen)].map((path) => tilde(path, state.place.home))
}

export function formKey(state: State, form: NewForm, key: string): Step {
  if (form.picking) return pickingKey(state, form, form.picking, key)
  const action = actionOf('new', key)
  if (action === 'cancel') return stay({ ...state, screen: { at: 'list' } })
  if (form.busy) return stay(state)
  if (action === 'earlier') return form.prompt.text === '' ? openPicking(state, form) : stay(state)
  if (action === 'start') return form.field === 'earlier' ? openPicking(state, form) : start(state, form)
  if (form.field === 'folder' && (key === 'down' || key === 'up'))
    return stay(put(state, cycle(state, form, key)))
  if (action === 'next' || action === 'previous') {
    const fields = fieldsOf(form)
    const at = fields.indexOf(form.field) + (action === 'next' ? 1 : -1)
    return stay(put(state, { ...form, field: fields[(at + fields.length) % fields.length] ?? 'prompt' }))
  }
  switch (form.field) {
    case 'pin':
    case 'worktree':
      return key === 'space' || key === 'left' || key === 'right'
        ? stay(put(state, { ...form, [form.field]: !form[form.field] }))
        : stay(state)
    case 'earlier':
      return key === 'space' || key === 'right' ? openPicking(state, form) : stay(state)
    case 'agent':
      return chooseAgent(state, form, key)
    case 'prompt':
    case 'folder':
    case 'name': {
      const next = key === 'ctrl+j' ? newline(form) : editKey(form[form.field], key)
      return next ? stay(put(state, { ...form, [form.field]: next })) : stay(state)
    }
  }
}

export function formPaste(state: State, form: NewForm, text: string): Step {
  if (form.picking) return pickingPaste(state, form, form.picking, text)
  if (form.busy || (form.field !== 'prompt' && form.field !== 'folder' && form.field !== 'name'))
    return stay(state)
  const piece = pasted(text, form.field === 'prompt' ? 'many' : 'one')
  return stay(put(state, { ...form, [form.field]: insert(form[form.field], piece) }))
}

/** What was wrong is forgiven with the next change. */
function put(state: State, { problem: _forgiven, ...form }: NewForm): State {
  return { ...state, screen: form }
}

const newline = (form: NewForm): Edit | undefined =>
  form.field === 'prompt' ? insert(form.prompt, '\n') : undefined

function chooseAgent(state: State, form: NewForm, key: string): Step {
  const all = choices(state)
  const at = all.findIndex((a) => a.name === agentOf(state, form)?.name)
  const by = key === 'left' ? -1 : 1
  const typed = all.findIndex((a) => a.name.startsWith(key.toLowerCase()))
  const to =
    key === 'space' || key === 'right' || key === 'left' ? (at + by + all.length) % all.length : typed
  const agent = all[to]?.name
  return agent === undefined ? stay(state) : stay(put(state, { ...form, agent }))
}

function cycle(state: State, form: NewForm, key: string): NewForm {
  const all = folders(state)
  const at = all.indexOf(form.folder.text)
  const to = (at + (key === 'down' ? 1 : -1) + all.length) % all.length
  return { ...form, folder: edit(all[at === -1 ? 0 : to] ?? '') }
}

function start(state: State, form: NewForm): Step {
  const agent = agentOf(state, form)
  if (!agent) return stay({ ...state, screen: { ...form, problem: 'Still asking which agents there are…' } })
  if (!agent.found) {
    const how = agent.install ? `: ${agent.install}` : ''
    return stay({ ...state, screen: { ...form, problem: `${agent.name} is not installed${how}` } })
  }
  const { problem: _forgiven, ...rest } = form
  const name = form.name.text.trim()
  const prompt = form.prompt.text.trim()
  return act(
    { ...state, screen: { ...rest, busy: true } },
    {
      do: 'start',
      params: {
        agent: agent.name,
        cwd: absolute(form.folder.text.trim(), state),
        args: [],
        pinned: form.pin,
        ...(form.worktree && { worktree: { branch: '' } }),
        cols: state.size.cols,
        rows: state.size.rows,
        ...(name ? { name } : {}),
        ...(prompt ? { prompt } : {}),
      },
    },
  )
}

function absolute(folder: string, { place }: State): string {
  if (folder === '' || folder === '.') return place.cwd
  if (folder === '~') return place.home
  if (folder.startsWith('~/')) return `${place.home}${folder.slice(1)}`
  return folder.startsWith('/') ? folder : `${place.cwd}/${folder}`
}
