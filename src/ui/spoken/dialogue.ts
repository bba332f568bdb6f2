import { channelWarning, groupOf, type SessionView } from '../../protocol/session.ts'
import { initial, reduce, screenKey } from '../model.ts'
import { told } from '../model/channel.ts'
import { nameOf } from '../model/rows.ts'
import type { Effect, Event } from '../model/events.ts'
import type { Ask } from '../model/screens.ts'
import type { Place, State } from '../model/state.ts'
import { plain } from '../text.ts'
import { card, change, listed, summary } from './sentences.ts'

/** Nothing is drawn: a card is said whole, so all of it is in view. */
const SIZE = { cols: 400, rows: 1_000_000 }

export const HELP = [
  'list: all sessions. waiting: what needs you.',
  'read, or read and a number: the next request, or that of a session, whole.',
  'yes, no and why, always: answer the request that was read. What is risky wants yes twice.',
  'answer and a number or words: answer a question. leave: leave the request open.',
  'attach and a number: go into a session; Control Q comes back.',
  'peek and a number: what it said last. say, a number and words: send it a line.',
  'stop and a number. quit: leave; sessions go on.',
]

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
    if (event.type === 'removed') this.#removed(before.sessions.get(event.id))
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
    this.#chunk++
    switch (word.toLowerCase()) {
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
      case 'leave':
        this.#home(at)
        return this.#say('Left open.')
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
        return HELP.forEach((help) => this.#say(help))
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
    const id = /^\d+$/.test(word) && word.length < 4 ? this.#numbers[Number(word) - 1] : word
    const all = [...this.#state.sessions.values()]
    const fits = all.filter(
      (s) => s.id === id || s.name === word || (word.length > 3 && s.id.startsWith(word)),
    )
    const [only, ...more] = fits
    if (only && more.length === 0) return then(only.id)
    this.#say(
      word === ''
        ? 'Which session? Say its number from the list.'
        : `There is no session ${plain(word, 40)}. Say list.`,
    )
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
    const question = screen.request.questions?.[screen.step.index]
    const before = this.#state.screen
    const numbers = about.split(/[\s,]+/).filter((n) => /^[1-9]$/.test(n))
    const isNumbers = numbers.length > 0 && /^[\d\s,]+$/.test(about)
    if (isNumbers && numbers.some((n) => Number(n) > (question?.options.length ?? 0)))
      return this.#say(`There are ${question?.options.length ?? 0} answers.`)
    if (isNumbers && question?.multiSelect) this.#keys([...numbers, 'enter'], at)
    else if (isNumbers && numbers.length === 1) this.#keys(numbers, at)
    else if (isNumbers) return this.#say('Only one answer can be chosen.')
    else if (about === '') return this.#say('Say answer and a number, or words.')
    else {
      this.#keys(['o'], at)
      this.#step({ type: 'paste', text: about, at }, at)
      this.#keys(['enter'], at)
    }
    if (this.#state.screen === before) this.#say('Too soon after it was said. Say it again.')
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

  /** Says what is before the person now, when it is something else than before. */
  #tell(before: State): void {
    const { screen, notice } = this.#state
    if (notice && notice !== before.notice) this.#say(notice.text)
    if (screen.at === 'ask' && isOther(before, screen))
      for (const line of card(this.#state, screen)) this.#say(line)
    if (screen.at === 'confirm' && before.screen.at !== 'confirm' && screen.what !== 'stop-daemon') {
      const [id = ''] = screen.ids
      const session = this.#state.sessions.get(id)
      const what = screen.what === 'remove' ? 'Remove from the list' : 'Stop'
      this.#say(`${what}: ${session ? nameOf(session) : id}? Say yes or no.`)
    }
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

  #removed(session: SessionView | undefined): void {
    if (session) this.#say(`${nameOf(session)}: removed.`)
  }
}

/** A reason that is typed is its own echo. */
function isOther(before: State, ask: Ask): boolean {
  if (ask.step.is === 'reason') return false
  return screenKey(before) !== screenKey({ screen: ask })
}
