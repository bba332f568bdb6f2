import { channelWarning, groupOf, type SessionView } from '../../protocol/session.ts'
import { screenKey } from '../model/arming.ts'
import { initial, reduce } from '../model.ts'
import { told } from '../model/channel.ts'
import { nameOf } from '../model/rows.ts'
import type { Effect, Event } from '../model/events.ts'
import type { Place, State } from '../model/state.ts'
import { plain } from '../text.ts'
import { meantBy } from './answering.ts'
import { change, comeUp, helpLines, listed, sessionFor, summary } from './sentences.ts'
import { formSaid, formWith } from './starting.ts'

/** Nothing is drawn: a card is said whole, so all of it is in view. */
const SIZE = { cols: 400, rows: 1_000_000 }

/** What only the edge can do. */
export type Doing = Effect | { do: 'peek'; id: string }
type Options = { now: number; place: Place; say(line: string): void; act(doing: Doing): void }

/**
 * The view for a screen reader: lines in, sentences out, nothing drawn in place. Underneath is the very same reducer,
 * spoken to in keys, so what keeps an answer safe there keeps it safe here.
 */
export class Dialogue {
  readonly #say: (line: string) => void
  readonly #act: (doing: Doing) => void
  #state: State
  #numbers: string[] = []
  #chunk = 0
  #greeted = false

  constructor({ now, place, say, act }: Options) {
    this.#say = say
    this.#act = act
    this.#state = initial({ size: SIZE, now, place })
  }

  get state(): State {
    return this.#state
  }

  /** News from outside; what changed for the person is said. */
  event(event: Event, at: number): void {
    const before = this.#state
    this.#step(event, at)
    const { sessions, link } = this.#state
    if (event.type === 'joined') this.#greet(before)
    else
      for (const [id, s] of sessions)
        if (s !== before.sessions.get(id)) this.#changed(before.sessions.get(id), s)
    if (event.type === 'agents') this.#form()
    const gone = event.type === 'removed' ? before.sessions.get(event.id) : undefined
    if (gone) this.#say(`${nameOf(gone)}: removed.`)
    if (link.is === 'down' && before.link.is !== 'down')
      this.#say(`The daemon is away: ${link.reason}. Trying again.`)
    if (link.is === 'stopped' && before.link.is !== 'stopped')
      this.#say('The daemon was stopped. Sessions go on.')
    this.#tell(before)
  }

  /** A line the person typed. */
  line(text: string, at: number): void {
    const [word = '', ...rest] = text.trim().split(/\s+/)
    const about = rest.join(' ')
    const verb = word.toLowerCase() // who dictates begins a sentence
    this.#chunk++
    switch (verb) {
      case '':
        return
      case 'list':
      case 'l':
        return this.#list(() => true)
      case 'waiting':
      case 'w':
        return this.#list((s) => groupOf(s) === 'needs')
      case 'read':
      case 'r':
        return this.#read(about, at)
      case 'yes':
      case 'y':
        return this.#answering(['y'], at)
      case 'no':
        return this.#no(about, at)
      case 'always':
        return this.#answering(['a'], at)
      case 'answer':
        return this.#answer(about, at)
      case 'new':
        return this.#new(about, at)
      case 'agent':
      case 'folder':
        return this.#change(verb, about)
      case 'leave': {
        const left = this.#state.screen.at === 'new' ? 'Not started.' : 'Left open.'
        this.#home(at)
        return this.#say(left)
      }
      case 'attach':
      case 'a':
        return this.#on(about, (id) => {
          if (!this.#warned(id, ' Say attach once more to go in.')) this.#press(id, 'enter', at)
        })
      case 'peek':
      case 'p':
        return this.#on(about, (id) => this.#act({ do: 'peek', id }))
      case 'say':
        return this.#on(rest[0] ?? '', (id) => this.#send(id, rest.slice(1).join(' ')))
      case 'stop':
        return this.#on(about, (id) => this.#press(id, 'x', at))
      case 'help':
      case '?':
        return helpLines(this.#state.place).forEach((help) => this.#say(help))
      case 'quit':
      case 'q':
        return this.#act({ do: 'quit' })
      default:
        return this.#say(`There is no command ${plain(word, 20)}. Say help.`)
    }
  }

  #list(wanted: (s: SessionView) => boolean): void {
    const { ids, lines } = listed(this.#state, wanted)
    this.#numbers = ids
    if (lines.length === 0) this.#say(ids.length === 0 ? summary(this.#state) : 'Nothing waits for you.')
    for (const line of lines) this.#say(line)
  }

  /** Numbers are those last listed: they must not move while somebody speaks them. */
  #on(word: string, then: (id: string) => void): void {
    if (this.#numbers.length === 0) this.#numbers = listed(this.#state, () => true).ids
    const found = sessionFor(this.#state, this.#numbers, word)
    if ('id' in found) then(found.id)
    else this.#say(found.wrong)
  }

  #press(id: string, key: string, at: number): void {
    this.#select(id, at)
    this.#keys([key], at)
  }

  #select(id: string, at: number): void {
    this.#home(at)
    this.#step({ type: 'select', id, at }, at)
  }

  #read(about: string, at: number): void {
    const { requests, sessions } = this.#state
    this.#home(at)
    if (about !== '') return this.#on(about, (id) => this.#open(id, at))
    const [first] = requests
    const waiting = [...sessions.values()].find((s) => groupOf(s) === 'needs')
    const id = first?.session ?? waiting?.id
    if (id === undefined) this.#say('Nothing waits for you.')
    else this.#open(id, at)
  }

  #open(id: string, at: number): void {
    const session = this.#state.sessions.get(id)
    if (this.#state.requests.some((r) => r.session === id)) {
      this.#select(id, at)
      return this.#keys(['i'], at)
    }
    if (!session) return
    const asks = groupOf(session) === 'needs'
    this.#say(`${nameOf(session)} ${asks ? 'asks in its own screen: attach to answer.' : 'asks nothing.'}`)
  }

  /** Keys that answer the card, or the question that stands. */
  #answering(keys: string[], at: number): void {
    const { screen } = this.#state
    if (screen.at === 'confirm') return this.#keys(keys[0] === 'y' ? ['y'] : ['n'], at)
    if (screen.at === 'new') {
      if (keys[0] !== 'y') this.#say('Not started.')
      return this.#keys([keys[0] === 'y' ? 'enter' : 'esc'], at)
    }
    if (screen.at !== 'ask') return this.#say('No request was read. Say read.')
    if (screen.request.kind === 'question')
      return this.#say('It is a question. Say answer and a number, or words.')
    const before = this.#state
    this.#keys(keys, at)
    const ask = this.#state.screen
    if (ask.at === 'ask' && ask.step.is === 'read' && ask.step.first && ask.step.first.at === at)
      return this.#say('This is risky. Say yes once more to allow it, or leave.')
    if (this.#state.screen === before.screen && this.#state.notice === before.notice)
      this.#say('Too soon after it was said. Say it again.')
  }

  #no(why: string, at: number): void {
    this.#answering(['n'], at)
    const { screen } = this.#state
    if (screen.at !== 'ask' || screen.step.is !== 'reason') return
    if (why !== '') this.#step({ type: 'paste', text: why, at }, at)
    this.#keys(['enter'], at)
  }

  #answer(about: string, at: number): void {
    const { screen } = this.#state
    if (screen.at !== 'ask' || screen.step.is !== 'choose')
      return this.#say('No question was read. Say read.')
    const before = this.#state.screen
    const meant = meantBy(about, screen.request.questions?.[screen.step.index])
    if ('wrong' in meant) return this.#say(meant.wrong)
    if ('keys' in meant) this.#keys(meant.keys, at)
    else {
      this.#keys(['o'], at)
      this.#step({ type: 'paste', text: meant.words, at }, at)
      this.#keys(['enter'], at)
    }
    if (this.#state.screen === before) this.#say('Too soon after it was said. Say it again.')
  }

  /** Said whole once the agents are known, and started by a yes only. */
  #new(prompt: string, at: number): void {
    if (prompt === '') return this.#say('New what? For example: new fix the flaky test')
    this.#home(at)
    this.#quietly('n', at)
    this.#step({ type: 'paste', text: prompt, at }, at)
  }

  #change(field: 'agent' | 'folder', value: string): void {
    const { screen } = this.#state
    if (screen.at !== 'new') return this.#say('That is for a new session. Say new and what it should do.')
    const next = formWith(this.#state, screen, { field, value })
    if (typeof next === 'string') return this.#say(next)
    this.#state = { ...this.#state, screen: next }
    this.#form()
  }

  #form(): void {
    const { screen } = this.#state
    if (screen.at === 'new') for (const line of formSaid(this.#state, screen)) this.#say(line)
  }

  #send(id: string, text: string): void {
    if (text === '') return this.#say('Say what? For example: say 2 use the staging database')
    this.#warned(id, '')
    this.#act({ do: 'send', id, text })
  }

  /** Says once that what is typed there is not seen by those who send it messages. */
  #warned(id: string, onward: string): boolean {
    const session = this.#state.sessions.get(id)
    const warning = session && channelWarning(session)
    if (!session || warning === undefined) return false
    this.#say(`${nameOf(session)}: ${warning}.${onward}`)
    this.#state = told(this.#state, session)
    this.#act({ do: 'channel-told', id })
    return true
  }

  #home(at: number): void {
    for (let i = 0; i < 4 && this.#state.screen.at !== 'list'; i++) this.#quietly('esc', at)
  }

  #quietly(key: string, at: number): void {
    this.#step({ type: 'key', key, chunk: this.#chunk, at }, at)
  }

  #keys(keys: readonly string[], at: number): void {
    const before = this.#state
    for (const key of keys) this.#quietly(key, at)
    this.#tell(before)
  }

  /** One step, and what was said of it counts as seen from now on. */
  #step(event: Event, at: number): void {
    const { state, effects } = reduce(this.#state, event)
    const { state: seen } = reduce(state, { type: 'painted', key: screenKey(state), at })
    // A command names what it is for, wherever the person was before; only a card must have been heard.
    this.#state = seen.screen.at === 'list' ? { ...seen, shown: { ...seen.shown, settled: true } } : seen
    for (const effect of effects) this.#act(effect)
  }

  #tell(before: State): void {
    for (const line of comeUp(before, this.#state)) this.#say(line)
  }

  #greet(before: State): void {
    if (this.#greeted && before.link.is !== 'up') this.#say('The daemon is back.')
    this.#say(
      this.#greeted ? summary(this.#state) : `Roost. ${summary(this.#state)} Say help for what can be said.`,
    )
    this.#greeted = true
  }

  #changed(before: SessionView | undefined, after: SessionView): void {
    const said = change(before, after)
    if (said !== undefined) this.#say(said)
  }
}
