import type { Request } from '../../protocol/request.ts'
import { auditCame, auditNews, auditRefused, auditRejoined } from './audit.ts'
import { CLOSED_MS, decided, goOn, openAsk } from './card.ts'
import { seek } from './log.ts'
import { ruleVetted } from './rule.ts'
import { found, notFound } from './search.ts'
import type { Event } from './events.ts'
import type { LogScreen, Screen } from './screens.ts'
import { act, stay, type State, type Step } from './state.ts'
import { lookBack, recalled } from './peek.ts'
import { plain, sentenceCase } from '../text.ts'

type News = Exclude<Event, { type: 'key' | 'paste' | 'select' | 'resize' | 'painted' }>

/** What comes from outside: the daemon, the hosts, the clock. */
export function news(state: State, event: News): Step {
  switch (event.type) {
    case 'tick':
      return stay(elapsed(state))
    case 'joined': {
      const next: State = {
        ...state,
        link: { is: 'up' },
        sessions: new Map(event.sessions.map((s) => [s.id, s])),
        requests: sorted(event.requests),
        deadRules: event.deadRules ?? 0,
        ...(event.spent && { spent: event.spent }),
        marked: new Set([...state.marked].filter((id) => event.sessions.some((s) => s.id === id))),
      }
      const ask = state.screen.at === 'ask' ? state.screen : undefined
      const gone = ask && ask.step.is !== 'closed' && !event.requests.some((r) => r.id === ask.request.id)
      const settled = gone
        ? closedAsk(next, ask.request.id, 'It was answered while the daemon was away.')
        : next
      if (state.screen.at === 'welcome' && state.screen.wants === 'demo')
        return act({ ...settled, screen: { at: 'list' } }, { do: 'demo' })
      // What the form shows may have been asked for in vain while the daemon was away.
      if (state.screen.at === 'new' || state.screen.at === 'welcome')
        return act(settled, { do: 'agents' }, { do: 'conversations' })
      return auditRejoined(event.sessions.length === 0 ? act(settled, { do: 'agents' }) : stay(settled))
    }
    case 'lost':
      return stay({
        ...unsent(state),
        link: event.stopped
          ? { is: 'stopped' }
          : { is: 'down', reason: plain(event.reason, 120), retryAt: event.retryAt },
      })
    case 'session':
      return auditNews(
        stay({ ...state, sessions: new Map(state.sessions).set(event.session.id, event.session) }),
      )
    case 'spent':
      return stay({ ...state, spent: event.spent })
    case 'removed':
      return stay(removed(state, event.id))
    case 'opened':
      return auditNews(stay(asked(state, event.request)))
    case 'closed': {
      const left = { ...state, requests: state.requests.filter((r) => r.id !== event.closed.id) }
      // Our own answer: its result follows and moves on.
      const ask = askOf(state.screen)
      return ask?.request.id === event.closed.id && ask.step.is === 'sent'
        ? stay(left)
        : auditNews(stay(closedAsk(left, event.closed.id, event.closed.says)))
    }
    case 'answered':
      return stay(answered(state, event.request, event.says))
    case 'glance':
      return stay({ ...state, glance: event.glance })
    case 'history':
      return stay(recalled(state, event))
    case 'agents':
      return stay({ ...state, agents: event.agents })
    case 'conversations':
      return stay({ ...state, conversations: event.conversations })
    case 'log': {
      const { screen } = state
      if (screen.at !== 'log' || screen.id !== event.id || screen.of !== event.of) return stay(state)
      const { problem: _old, ...rest } = screen
      const next: LogScreen = {
        ...rest,
        lines: event.lines,
        ...(event.problem ? { problem: event.problem } : {}),
      }
      return stay(
        next.seek !== undefined && next.lines.length > 0 ? seek(state, next) : { ...state, screen: next },
      )
    }
    case 'back': {
      if (event.peek !== undefined) return lookBack(state, event.peek)
      const { notice: _old, ...rest } = state
      return stay({
        ...rest,
        screen: state.screen.at === 'away' ? { at: 'list' } : state.screen,
        ...(event.says
          ? { notice: { text: plain(event.says), tone: event.failed ? 'failed' : 'quiet' } }
          : {}),
      })
    }
    case 'started':
      return stay({
        ...state,
        selected: event.id,
        screen: state.screen.at === 'new' ? { at: 'list' } : state.screen,
      })
    case 'sentText':
      return stay({
        ...state,
        notice: {
          text: sentenceCase(plain(event.result.says)),
          tone: event.result.outcome === 'submitted' ? 'done' : 'failed',
        },
      })
    case 'said':
      return stay({
        ...state,
        notice: { text: plain(event.text), tone: event.tone },
        ...(event.removed ? { removed: event.removed } : {}),
      })
    case 'rule-vetted':
      return stay(ruleVetted(state, event))
    case 'audit':
      return auditCame(state, event)
    case 'found':
      return found(state, event)
    case 'not-found':
      return stay(notFound(state, event))
    case 'sheet':
      // Closed meanwhile, it is not wanted any more.
      return state.screen.at === 'sheet'
        ? stay({ ...state, screen: { ...state.screen, body: event.body } })
        : stay(state)
    case 'surveyed':
      // It has been seen from here on: never again.
      return state.screen.at === 'welcome'
        ? act(
            { ...state, screen: { ...state.screen, survey: event.survey } },
            { do: 'keep', liking: state.liking },
          )
        : stay(state)
    case 'installed': {
      const boot = { is: 'done', says: event.says } as const
      return stay(state.screen.at === 'welcome' ? { ...state, screen: { ...state.screen, boot } } : state)
    }
    case 'stats':
      return state.screen.at === 'stats' && state.screen.span === event.stats.span
        ? stay({ ...state, screen: { ...state.screen, stats: event.stats } })
        : stay(state)
    case 'refused':
      return stay(refused(state, event.doing, event.says))
  }
}

const sorted = (requests: readonly Request[]): Request[] => [...requests].sort((a, b) => a.since - b.since)

function askOf(screen: Screen) {
  if (screen.at === 'ask') return screen
  return screen.at === 'help' && screen.under.at === 'ask' ? screen.under : undefined
}

/** The card of a request that somebody else ended says who, and goes away by itself. */
function closedAsk(state: State, id: string, says: string): State {
  const ask = askOf(state.screen)
  if (ask?.request.id !== id) return state
  return {
    ...state,
    screen: { ...ask, step: { is: 'closed', says: plain(says), until: state.now + CLOSED_MS } },
  }
}

function answered(state: State, id: string, says: string): State {
  const left: State = { ...state, requests: state.requests.filter((r) => r.id !== id) }
  const ask = askOf(state.screen)
  if (ask?.request.id !== id) return left
  return { ...goOn(left, ask), notice: { text: decided(ask.request, plain(says)), tone: 'done' } }
}

function elapsed(state: State): State {
  const { screen } = state
  if (screen.at === 'ask' && screen.step.is === 'closed' && screen.step.until <= state.now)
    return goOn(state, screen)
  return state
}

/** Opened at once where the person has just asked for it and waits. */
function asked(state: State, request: Request): State {
  const { notice, ...rest } = state
  const requests = sorted([...state.requests.filter((r) => r.id !== request.id), request])
  const awaits = state.screen.at === 'list' ? notice?.awaits : undefined
  return awaits?.session === request.session && state.now <= awaits.until
    ? openAsk({ ...rest, requests }, request)
    : { ...state, requests }
}

function removed(state: State, id: string): State {
  const sessions = new Map(state.sessions)
  sessions.delete(id)
  const requests = state.requests.filter((r) => r.session !== id)
  const { screen } = state
  const about =
    ((screen.at === 'peek' || screen.at === 'log') && screen.id === id) ||
    // The filter is about all of them.
    (screen.at === 'prompt' && screen.what !== 'filter' && screen.id === id) ||
    (screen.at === 'confirm' && screen.what !== 'stop-daemon' && screen.ids.includes(id)) ||
    (screen.at === 'ask' && screen.request.session === id && screen.step.is !== 'closed')
  const marked = state.marked.has(id) ? new Set([...state.marked].filter((m) => m !== id)) : state.marked
  return { ...state, sessions, requests, marked, screen: about ? { at: 'list' } : state.screen }
}

/** An answer under way when the connection went is not known to have arrived: the card is open again. */
function unsent(state: State): State {
  const { screen } = state
  if (screen.at === 'new') return { ...state, screen: { ...screen, busy: false } }
  if (screen.at !== 'ask' || screen.step.is !== 'sent') return state
  return { ...state, screen: { at: 'list' } }
}

function refused(state: State, doing: string, says: string): State {
  const text = plain(doing ? `${sentenceCase(doing)}: ${says}` : says)
  const { screen } = state
  if (screen.at === 'new' && screen.busy)
    return { ...state, screen: { ...screen, busy: false, problem: text } }
  const next = auditRefused(unsent(state))
  // A sheet that never got its text has nothing to show.
  const empty = next.screen.at === 'sheet' && !next.screen.body ? next.screen.under : next.screen
  return {
    ...next,
    screen: empty.at === 'away' ? { at: 'list' } : empty,
    notice: { text, tone: 'failed' },
  }
}
