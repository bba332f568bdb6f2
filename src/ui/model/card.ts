import { gist, type Answer, type Request } from '../../protocol/request.ts'
import { askLines, askRows } from '../content/ask.ts'
import { cut, plain, sentenceCase } from '../text.ts'
import type { Ask, AskStep, Choosing } from './screens.ts'
import { extentOf, scrolled, type Extent } from './scroll.ts'
import { act, stay, type State, type Step } from './state.ts'

/** How long a card that somebody else answered still says so, ms. */
export const CLOSED_MS = 5000

export function openAsk(state: State, request: Request): State {
  const step: AskStep =
    request.kind === 'question' ? opened(0, {}) : { is: 'read', raw: false, seenEnd: false }
  return put({ ...state, selected: request.session }, { at: 'ask', request, scroll: 0, step })
}

/** A question with nothing chosen yet. */
export const opened = (index: number, answers: Choosing['answers']): Choosing => ({
  is: 'choose',
  index,
  cursor: 0,
  marked: [],
  answers,
})

type Reading = 'page-down' | 'page-up' | 'down' | 'up' | 'next' | 'previous' | 'back' | 'help'

/** What plan and permission have in common: moving through the text and between requests. */
export function reading(state: State, ask: Ask, action: Reading | undefined): Step {
  switch (action) {
    case 'down':
    case 'up':
    case 'page-down':
    case 'page-up': {
      const extent = extentIn(state, ask)
      // After the end comes the beginning: one key reads all, on a phone too.
      const isRound = action === 'page-down' && ask.scroll >= extent.last
      return stay(put(state, { ...ask, scroll: isRound ? 0 : scrolled(ask.scroll, action, extent) }))
    }
    case 'next':
      return stay(other(state, ask, 1))
    case 'previous':
      return stay(other(state, ask, -1))
    case 'back':
      return stay({ ...state, screen: { at: 'list' } })
    case 'help':
      return stay({ ...state, screen: { at: 'help', scroll: 0, under: ask } })
    case undefined:
      return stay(state)
  }
}

/** Sends the answer, bound to the very input that was shown. */
export function answer(state: State, ask: Ask, given: Answer): Step {
  const { id, inputHash } = ask.request
  return act(at(state, ask, { is: 'sent', says: SAYS[given.verdict] }), {
    do: 'answer',
    id,
    inputHash,
    answer: given,
  })
}

const SAYS: Record<Answer['verdict'], string> = {
  allow: 'Allowing…',
  always: 'Writing the rule…',
  deny: 'Denying…',
  answers: 'Answering…',
}

/** To the next open request, or the list when there is none. */
export function goOn(state: State, ask: Ask): State {
  const left = state.requests.filter((r) => r.id !== ask.request.id)
  const next = left.find((r) => r.since >= ask.request.since) ?? left[0]
  return next ? openAsk(state, next) : { ...state, screen: { at: 'list' } }
}

/** What became of a request, for the bottom line: what was decided comes first, so that it is never cut. */
export function decided(r: Request, says: string): string {
  const what = r.questions?.[0]?.question ?? (r.kind === 'plan' ? 'its plan' : gist(r.tool, r.input, r.cwd))
  const word = r.kind === 'plan' && says === 'allowed' ? 'Going ahead with' : sentenceCase(says)
  return `${word}${r.kind === 'plan' ? ' ' : '. '}${cut(plain(what), 60)}`
}

function other(state: State, ask: Ask, by: 1 | -1): State {
  const all = state.requests
  const here = all.findIndex((r) => r.id === ask.request.id)
  const next = all[(here + by + all.length) % all.length]
  if (!next || next.id === ask.request.id)
    return { ...state, notice: { text: 'This is the only open request.', tone: 'quiet' } }
  return openAsk(state, next)
}

/** The card at another step, from its beginning. */
export function at(state: State, ask: Ask, step: AskStep): State {
  return put(state, { ...ask, scroll: 0, step })
}

export function put(state: State, ask: Ask): State {
  return { ...state, screen: seen(state, ask) }
}

const extentIn = (state: State, ask: Ask): Extent =>
  extentOf(askLines(ask, state).length, askRows(ask, state.size))

/** Notes when the end of the text is in view. */
function seen(state: State, ask: Ask): Ask {
  const { step } = ask
  if (step.is !== 'read' || step.seenEnd || ask.scroll < extentIn(state, ask).last) return ask
  return { ...ask, step: { ...step, seenEnd: true } }
}
