import type { Question } from '../../protocol/request.ts'
import { actionOf } from '../keys.ts'
import { armed } from './arming.ts'
import { answer, opened, put as show, reading } from './card.ts'
import { edit, editKey } from './edit.ts'
import type { Ask, Choosing } from './screens.ts'
import { stay, type State, type Step } from './state.ts'

export function chooseKey(state: State, ask: Ask, step: Choosing, event: { key: string; at: number }): Step {
  const question = ask.request.questions?.[step.index]
  if (!question) return actionOf('question', event.key) === 'back' ? reading(state, ask, 'back') : stay(state)
  if (step.other) return otherKey(state, ask, { ...step, other: step.other }, question, event.key)
  const ready = armed(state, event.at)
  // The last row stands for the person's own words.
  const rows = question.options.length + 1
  const action = actionOf('question', event.key)
  switch (action) {
    case 'down':
      return stay(put(state, ask, { ...step, cursor: (step.cursor + 1) % rows }))
    case 'up':
      return stay(put(state, ask, { ...step, cursor: (step.cursor + rows - 1) % rows }))
    case 'pick': {
      const cursor = Number(event.key) - 1
      if (!ready || cursor >= rows) return stay(state)
      const there = { ...step, cursor }
      return question.multiSelect && cursor < question.options.length
        ? stay(put(state, ask, toggled(there, question)))
        : take(state, ask, there, question)
    }
    case 'mark':
      if (!ready) return stay(state)
      if (step.cursor === rows - 1) return take(state, ask, step, question)
      return stay(put(state, ask, question.multiSelect ? toggled(step, question) : step))
    case 'take':
      return ready ? take(state, ask, step, question) : stay(state)
    case 'other':
      return stay(put(state, ask, { ...step, other: edit() }))
    case 'undo':
      return stay(put(state, ask, undone(step, ask.request.questions ?? [])))
    default:
      return reading(state, ask, action)
  }
}

function toggled(step: Choosing, question: Question): Choosing {
  const label = question.options[step.cursor]?.label
  if (label === undefined) return step
  const marked = step.marked.includes(label)
    ? step.marked.filter((m) => m !== label)
    : [...step.marked, label]
  return { ...step, marked }
}

function take(state: State, ask: Ask, step: Choosing, question: Question): Step {
  if (step.cursor >= question.options.length) return stay(put(state, ask, { ...step, other: edit() }))
  if (!question.multiSelect) {
    const label = question.options[step.cursor]?.label
    return label === undefined ? stay(state) : answered(state, ask, step, question, label)
  }
  if (step.marked.length === 0)
    return stay({ ...state, notice: { text: 'Space marks; Enter sends what is marked.', tone: 'quiet' } })
  // In the order they stand in, not in the order of marking.
  const chosen = question.options.map((o) => o.label).filter((label) => step.marked.includes(label))
  return answered(state, ask, step, question, chosen.join(', '))
}

function answered(state: State, ask: Ask, step: Choosing, { question }: Question, text: string): Step {
  const answers = { ...step.answers, [question]: text }
  const next = step.index + 1
  if (next < (ask.request.questions?.length ?? 0)) return stay(put(state, ask, opened(next, answers)))
  return answer(state, ask, { verdict: 'answers', answers })
}

function otherKey(
  state: State,
  ask: Ask,
  step: Choosing & { other: NonNullable<Choosing['other']> },
  question: Question,
  key: string,
): Step {
  const { other, ...rest } = step
  const action = actionOf('text', key)
  if (action === 'cancel') return stay(put(state, ask, rest))
  if (action === 'accept') {
    const own = other.text.trim()
    if (own === '') return stay(put(state, ask, rest))
    return answered(state, ask, rest, question, [...step.marked, own].join(', '))
  }
  const next = editKey(other, key)
  return next ? stay(put(state, ask, { ...step, other: next })) : stay(state)
}

function undone(step: Choosing, questions: readonly Question[]): Choosing {
  const before = questions[step.index - 1]
  if (!before) return step
  const { [before.question]: _taken, ...answers } = step.answers
  return opened(step.index - 1, answers)
}

function put(state: State, ask: Ask, step: Choosing): State {
  return show(state, { ...ask, step })
}
