import { actionOf } from '../keys.ts'
import { armed } from './arming.ts'
import { answer, at, put } from './card.ts'
import { edit, editKey } from './edit.ts'
import type { Event } from './events.ts'
import type { Ask, AskStep, RuleEdit } from './screens.ts'
import { act, stay, type State, type Step } from './state.ts'

/** The rule that `always` would write stands before the person. */
export function ruleKey(
  state: State,
  ask: Ask,
  step: AskStep & { is: 'rule' },
  event: { key: string; at: number },
): Step {
  const action = actionOf('rule', event.key)
  switch (action) {
    case 'yes': {
      const { text } = step
      if (!armed(state, event.at)) return stay(state)
      return answer(
        state,
        ask,
        text === undefined ? { verdict: 'always' } : { verdict: 'always', rule: text },
      )
    }
    case 'edit': {
      const { always } = ask.request
      if (always?.by !== 'roost')
        return stay({
          ...state,
          notice: { text: 'The agent writes this rule itself, as it stands.', tone: 'quiet' },
        })
      return stay(at(state, ask, { is: 'rule-edit', edit: edit(step.text ?? always.rule), checking: false }))
    }
    case 'back':
      return stay(read(state, ask))
    case undefined:
      return stay(state)
  }
}

/** Nothing is written from here: Enter asks the daemon whether it would take the rule, and shows it again. */
export function ruleEditKey(state: State, ask: Ask, step: RuleEdit, key: string): Step {
  const action = actionOf('text', key)
  if (action === 'cancel') return stay(at(state, ask, { is: 'rule' }))
  if (action === 'accept') {
    const rule = step.edit.text.trim()
    if (rule === '' || rule === ask.request.always?.rule) return stay(at(state, ask, { is: 'rule' }))
    if (step.checking) return stay(state)
    const next = put(state, { ...ask, step: { ...step, checking: true } })
    return act(next, { do: 'vet-rule', id: ask.request.id, rule })
  }
  const changed = editKey(step.edit, key)
  // What was wrong with the text before says nothing of this one.
  return changed
    ? stay(put(state, { ...ask, step: { is: 'rule-edit', edit: changed, checking: false } }))
    : stay(state)
}

export function ruleVetted(state: State, event: Event & { type: 'rule-vetted' }): State {
  const { screen } = state
  if (screen.at !== 'ask' || screen.request.id !== event.request || screen.step.is !== 'rule-edit')
    return state
  const { step } = screen
  if (!step.checking || step.edit.text.trim() !== event.rule) return state
  if (event.refusal === undefined) return at(state, screen, { is: 'rule', text: event.rule })
  return put(state, { ...screen, step: { ...step, checking: false, problem: event.refusal } })
}

/** Back to what is asked for, as it stands or as the person changed it. */
export function read(state: State, ask: Ask, edited?: string): State {
  return at(state, ask, {
    is: 'read',
    raw: false,
    seenEnd: false,
    ...(edited === undefined ? {} : { edited }),
  })
}
