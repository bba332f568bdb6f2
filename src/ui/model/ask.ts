import type { Answer } from '../../protocol/request.ts'
import { actionOf } from '../keys.ts'
import { armed } from './arming.ts'
import { answer, at, goOn, put, reading } from './card.ts'
import { chooseKey } from './choose.ts'
import { edit, editKey, insert, pasted } from './edit.ts'
import { read, ruleEditKey, ruleKey } from './rule.ts'
import type { Ask, AskStep } from './screens.ts'
import { stay, type State, type Step } from './state.ts'

/** Between the two presses that allow something risky, ms: a bouncing or repeating key is faster. */
export const TWICE_MS = 250

export function askKey(state: State, ask: Ask, event: { key: string; chunk: number; at: number }): Step {
  const { step } = ask
  switch (step.is) {
    case 'read':
      return ask.request.kind === 'plan' ? planKey(state, ask, event) : permissionKey(state, ask, event)
    case 'rule':
      return ruleKey(state, ask, step, event)
    case 'rule-edit':
      return ruleEditKey(state, ask, step, event.key)
    case 'reason':
    case 'edit':
      return textKey(state, ask, step, event.key)
    case 'choose':
      return chooseKey(state, ask, step, event)
    case 'sent':
      return stay(state)
    case 'closed':
      return actionOf('closed', event.key) ? stay(goOn(state, ask)) : stay(state)
  }
}

function permissionKey(state: State, ask: Ask, event: { key: string; chunk: number; at: number }): Step {
  if (ask.step.is !== 'read') return stay(state)
  const action = actionOf('permission', event.key)
  switch (action) {
    case 'yes':
      return armed(state, event.at) ? yes(state, ask, event) : stay(state)
    case 'no':
      return armed(state, event.at) ? stay(at(state, ask, { is: 'reason', edit: edit() })) : stay(state)
    case 'always':
      if (!armed(state, event.at)) return stay(state)
      if (ask.request.always) return stay(at(state, ask, { is: 'rule' }))
      return stay({
        ...state,
        notice: { text: 'The agent offers no rule to write for this.', tone: 'quiet' },
      })
    case 'edit': {
      if (!armed(state, event.at)) return stay(state)
      if (ask.request.fixed)
        return stay({ ...state, notice: { text: 'This agent takes no changed command.', tone: 'quiet' } })
      const command = ask.step.edited ?? ask.request.input.command
      if (typeof command === 'string') return stay(at(state, ask, { is: 'edit', edit: edit(command) }))
      return stay({ ...state, notice: { text: 'Only commands can be changed here.', tone: 'quiet' } })
    }
    case 'raw':
      return stay(put(state, { ...ask, scroll: 0, step: { ...ask.step, raw: !ask.step.raw } }))
    case undefined:
      return event.key === 'enter' ? undecided(state, 'y allows, n denies') : stay(state)
    default:
      return reading(state, ask, action)
  }
}

/** Enter is pressed by habit, and must never be an answer. */
const undecided = (state: State, keys: string): Step =>
  stay({ ...state, notice: { text: `Enter decides nothing here: ${keys}.`, tone: 'quiet' } })

function planKey(state: State, ask: Ask, event: { key: string; at: number }): Step {
  const action = actionOf('plan', event.key)
  switch (action) {
    case 'yes':
      return armed(state, event.at) ? answer(state, ask, { verdict: 'allow' }) : stay(state)
    case 'no':
      return armed(state, event.at) ? stay(at(state, ask, { is: 'reason', edit: edit() })) : stay(state)
    case undefined:
      return event.key === 'enter' ? undecided(state, 'y goes ahead, n says what to change') : stay(state)
    default:
      return reading(state, ask, action)
  }
}

/** Allows; something risky only at the second press, and only when its end has been on the screen. */
function yes(state: State, ask: Ask, event: { chunk: number; at: number }): Step {
  const { request, step } = ask
  if (step.is !== 'read') return stay(state)
  const allow: Answer =
    step.edited === undefined
      ? { verdict: 'allow' }
      : { verdict: 'allow', input: { ...request.input, command: step.edited } }
  if (request.risk === 'low') return answer(state, ask, allow)
  if (!step.seenEnd)
    return stay({ ...state, notice: { text: 'There is more to read: Space goes on.', tone: 'quiet' } })
  const { first } = step
  const second = first !== undefined && first.chunk !== event.chunk && event.at - first.at >= TWICE_MS
  if (second) return answer(state, ask, allow)
  // Too soon counts as the first press again, so that a key held down never gets through.
  return stay(put(state, { ...ask, step: { ...step, first: { at: event.at, chunk: event.chunk } } }))
}

function textKey(state: State, ask: Ask, step: AskStep & { is: 'reason' | 'edit' }, key: string): Step {
  const action = actionOf('text', key)
  if (action === 'cancel') return stay(read(state, ask))
  if (action === 'accept') {
    const text = step.edit.text.trim()
    if (step.is === 'reason')
      return answer(state, ask, text ? { verdict: 'deny', message: text } : { verdict: 'deny' })
    const unchanged = step.edit.text === ask.request.input.command || text === ''
    return stay(read(state, ask, unchanged ? undefined : step.edit.text))
  }
  const next = key === 'ctrl+j' ? insert(step.edit, '\n') : editKey(step.edit, key)
  return next ? stay(put(state, { ...ask, step: { ...step, edit: next } })) : stay(state)
}

export function askPaste(state: State, ask: Ask, text: string): Step {
  const { step } = ask
  if (step.is === 'reason' || step.is === 'edit')
    return stay(put(state, { ...ask, step: { ...step, edit: insert(step.edit, pasted(text, 'many')) } }))
  if (step.is === 'rule-edit')
    return stay(put(state, { ...ask, step: { ...step, edit: insert(step.edit, pasted(text, 'one')) } }))
  if (step.is === 'choose' && step.other)
    return stay(put(state, { ...ask, step: { ...step, other: insert(step.other, pasted(text, 'one')) } }))
  return stay(state)
}
