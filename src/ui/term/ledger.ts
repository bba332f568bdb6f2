import { createContext } from 'react'

/**
 * Rows by short names. Ink takes every character of every row apart again for each frame, 12 ms at 120x36; all
 * it must know to stack rows is that each is one. So it lays out names, and the frame gets the texts back.
 */
export class Ledger {
  #names = new Map<string, string>()
  #texts = new Map<string, string>()

  /** Equal texts have equal names, so that React sees that nothing changed. */
  nameOf(text: string): string {
    const known = this.#names.get(text)
    if (known !== undefined) return known
    const name = `r${this.#names.size.toString(36)}`
    this.#names.set(text, name)
    this.#texts.set(name, text)
    return name
  }

  textOf(name: string): string {
    return this.#texts.get(name) ?? ''
  }

  /** Forgets all once there is much. Only between frames. */
  tidy(): void {
    if (this.#names.size < LIMIT) return
    this.#names.clear()
    this.#texts.clear()
  }
}

/** Rows kept; a busy screen makes a few a second. */
const LIMIT = 4000

export const Names = createContext(new Ledger())
