import { actionOf } from '../keys.ts'
import { openForm } from './form.ts'
import { openPicking } from './conversations.ts'
import type { Welcome } from './screens.ts'
import { act, stay, type State, type Step } from './state.ts'

/** What the machine has for somebody who is here for the first time. */
export type Survey = {
  agents: readonly {
    name: string
    version?: string /** How to get it; absent: it is there. */
    install?: string
  }[]
  /** Whether the daemon starts with the machine, and the command that makes it so. */
  boot: { on: boolean; says: string; command: string }
}

/** A local day begins at midnight by the person's own clock. */
function midnight(now: number): number {
  const day = new Date(now)
  day.setHours(0, 0, 0, 0)
  return day.getTime()
}

/** Conversations of today that no session has yet; undefined = not looked for yet. */
export function ofToday({ conversations, now }: State): number | undefined {
  return conversations?.filter((c) => c.at >= midnight(now) && c.liveIn === undefined).length
}

export const hasAgent = ({ survey }: Welcome): boolean => survey?.agents.some((a) => !a.install) ?? true

export function welcomeKey(state: State, screen: Welcome, key: string): Step {
  const list: State = { ...state, screen: { at: 'list' } }
  switch (actionOf('welcome', key)) {
    case 'new':
      return openForm(list)
    case 'adopt': {
      if (!ofToday(state)) return stay(state)
      const { state: opened, effects } = openForm(list)
      if (opened.screen.at !== 'new') return stay(state)
      const picked = openPicking(opened, opened.screen)
      return { state: picked.state, effects: [...effects, ...picked.effects] }
    }
    case 'demo':
      if (state.link.is !== 'up')
        return stay({
          ...state,
          screen: { ...screen, wants: 'demo' },
          notice: { text: 'The demo starts in a moment.', tone: 'quiet' },
        })
      return act(list, { do: 'demo' })
    case 'boot':
      if (!screen.survey || screen.survey.boot.on || screen.boot) return stay(state)
      return act({ ...state, screen: { ...screen, boot: { is: 'busy' } } }, { do: 'install' })
    case 'back':
      return stay(list)
    case 'quit':
      return act(state, { do: 'quit' })
    case undefined:
      return stay(state)
  }
}
