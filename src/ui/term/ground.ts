type Where = 'ground' | 'escape' | 'control' | 'string'

/** Knows whether a stream of output stands between two characters or sequences (ECMA-48): only there may something be put in. */
export class Ground {
  #where: Where = 'ground'
  #last = 0

  push(bytes: Buffer): void {
    let where = this.#where
    for (const byte of bytes) if (where !== 'ground' || byte === 0x1b) where = after(where, byte)
    this.#where = where
    this.#last = bytes.at(-1) ?? this.#last
  }

  /** A byte above ASCII may be half a character, for all that can be told here. */
  get isFree(): boolean {
    return this.#where === 'ground' && this.#last < 0x80
  }
}

function after(where: Where, byte: number): Where {
  if (byte === 0x1b) return 'escape'
  switch (where) {
    case 'ground':
      return 'ground'
    case 'escape':
      if (byte === 0x5b) return 'control'
      if (byte >= 0x20 && byte <= 0x2f) return 'escape'
      return ']PX^_'.includes(String.fromCharCode(byte)) ? 'string' : 'ground'
    case 'control':
      return byte >= 0x40 && byte <= 0x7e ? 'ground' : 'control'
    case 'string':
      return byte === 0x07 ? 'ground' : 'string'
  }
}
