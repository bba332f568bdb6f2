/** Thrown when a line is over the limit or not UTF-8; the connection it came from must be closed. */
export class LineError extends Error {}

/** Cuts a byte stream into UTF-8 lines without their newline. Bounded: @throws LineError. */
export class LineDecoder {
  #parts: Buffer[] = []
  #have = 0
  #utf8 = new TextDecoder('utf-8', { fatal: true })
  readonly #limit: number

  constructor(limit: number) {
    this.#limit = limit
  }

  push(chunk: Buffer, take: (line: string) => void): void {
    let rest = chunk
    for (let at = rest.indexOf(10); at !== -1; at = rest.indexOf(10)) {
      this.#hold(rest.subarray(0, at))
      const whole = this.#parts.length === 1 ? this.#parts[0] : Buffer.concat(this.#parts)
      this.#parts = []
      this.#have = 0
      rest = rest.subarray(at + 1)
      take(this.#decode(whole ?? Buffer.alloc(0)))
    }
    if (rest.length > 0) this.#hold(Buffer.from(rest))
  }

  #hold(part: Buffer): void {
    this.#parts.push(part)
    this.#have += part.length
    if (this.#have > this.#limit) throw new LineError(`a line is over the limit of ${this.#limit} bytes`)
  }

  #decode(bytes: Buffer): string {
    try {
      return this.#utf8.decode(bytes)
    } catch (cause) {
      throw new LineError('a line is not UTF-8', { cause })
    }
  }
}
