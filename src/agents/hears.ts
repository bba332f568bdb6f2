import type { HostEvent } from '../protocol/host.ts'
import type { Session } from '../protocol/session.ts'
import type { Agent, Learned } from './agent.ts'

type Ways = {
  [Type in 'hook' | 'status' | 'title']?: (event: HostEvent & { type: Type }, session: Session) => Learned[]
}

/** For `Agent.learn`: what each kind of event teaches; any other teaches nothing. */
export const hears =
  (ways: Ways): Agent['learn'] =>
  (event, session) => {
    switch (event.type) {
      case 'hook':
        return ways.hook?.(event, session) ?? []
      case 'status':
        return ways.status?.(event, session) ?? []
      case 'title':
        return ways.title?.(event, session) ?? []
      default:
        return []
    }
  }
