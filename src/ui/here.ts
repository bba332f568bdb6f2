import type { Control } from '../client/control.ts'
import { inFront } from './model/front.ts'
import type { State } from './model/state.ts'

/** While keys come the daemon hears this often that somebody is here, ms. */
const HERE_MS = 20_000

/** Tells the daemon what the person has in front while keys come: of that they need not be told. */
export class Here {
  readonly #now: () => number
  #looked: { at: number; id: string | undefined } = { at: 0, id: undefined }

  constructor(now: () => number) {
    this.#now = now
  }

  keysCame(state: State, control: Control | undefined): void {
    const now = this.#now()
    const id = inFront(state)
    if (id === this.#looked.id && now - this.#looked.at < HERE_MS) return
    if (!control) return
    this.#looked = { at: now, id }
    // A daemon of before this was a thing says no: then the person is told once too often.
    control.call('view.looking', id === undefined ? {} : { session: id }).catch(() => {})
  }
}
