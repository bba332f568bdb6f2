/** Characters of what was sent before, looked at again: a sequence may lie over the edge of two chunks. */
const CARRY = 24
const SHIFT_ALT_CTRL = 0b111
const CTRL = 0b100

/** Neither a control character nor anything that could begin or go on with a sequence. */
function isPlain(chunk: Buffer): boolean {
  for (const byte of chunk) if (byte < 0x20) return false
  return true
}

/** What one chunk of typing comes to. */
export type Typed =
  | { send: Buffer; detach: false }
  | { send: Buffer; detach: true /** Typed after the key. */; rest: Buffer }

/**
 * Finds the keys that leave a session in what a terminal sends, in each way it may send them: the control
 * character; `CSI u` (kitty keyboard protocol, also with event types and caps lock); xterm's modifyOtherKeys.
 * Never inside a bracketed paste.
 */
export class DetachKeys {
  readonly #codes: Set<number>
  readonly #pattern: RegExp
  #carry = ''
  #isPasting = false

  /** `keys`: `ctrl+` and a letter or one of `\ ] ^ _`. */
  constructor(keys: string[]) {
    this.#codes = new Set(keys.map((key) => (key.at(-1) ?? '').charCodeAt(0)))
    const controls = [...this.#codes].map((code) => `\\x${(code & 0x1f).toString(16).padStart(2, '0')}`)
    this.#pattern = new RegExp(
      `\\x1b\\[(?:(?<paste>20[01])~|(?<code>\\d+)(?::\\d*)*;(?<mods>\\d+)(?::(?<event>\\d))?(?:;[\\d:]*)?u|27;(?<mods2>\\d+);(?<code2>\\d+)~)|(?<control>[${controls.join('')}])`,
      'g',
    )
  }

  push(chunk: Buffer): Typed {
    if (this.#carry === '' && isPlain(chunk)) return { send: chunk, detach: false }
    const before = this.#carry.length
    const text = this.#carry + chunk.toString('latin1')
    for (const match of text.matchAll(this.#pattern)) {
      const end = match.index + match[0].length
      if (end <= before) continue // seen with the last chunk
      if (match.groups?.paste !== undefined) this.#isPasting = match.groups.paste === '200'
      else if (!this.#isPasting && this.#isDetach(match.groups ?? {})) {
        this.#carry = ''
        const at = Math.max(0, match.index - before)
        return { send: chunk.subarray(0, at), detach: true, rest: Buffer.from(chunk.subarray(end - before)) }
      }
    }
    const carry = text.slice(-CARRY)
    this.#carry = carry.includes('\x1b') ? carry : '' // only behind an ESC may a sequence have begun
    return { send: chunk, detach: false }
  }

  #isDetach(groups: Record<string, string | undefined>): boolean {
    if (groups.control !== undefined) return true
    const code = Number(groups.code ?? groups.code2)
    const mods = Number(groups.mods ?? groups.mods2) - 1 // caps lock and num lock are bits above these
    if (groups.event === '3') return false // the key is let go
    return this.#codes.has(code) && (mods & SHIFT_ALT_CTRL) === CTRL
  }
}
