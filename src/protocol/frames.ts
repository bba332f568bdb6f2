/**
 * Host protocol frames: `[kind u8][length u32 big-endian][bytes]` over the host's unix socket.
 * Payloads are raw bytes for `input`, `yours`, `output`, `screen`, none for `redraw`, `mine`, `lent`, and UTF-8 JSON
 * (types in host.ts) for the rest.
 */
export const Frame = {
  // to the host
  hello: 0x01,
  input: 0x02,
  resize: 0x03,
  redraw: 0x04,
  call: 0x05,
  yours: 0x06,
  mine: 0x07,
  // from the host
  welcome: 0x81,
  screen: 0x82,
  output: 0x83,
  event: 0x84,
  reply: 0x85,
  exit: 0x86,
  peek: 0x87,
  notice: 0x88,
  lent: 0x89,
  given: 0x8a,
} as const
export type FrameKind = (typeof Frame)[keyof typeof Frame]

/** Largest payload taken from the other side, bytes. A screen with scrollback stays well below. */
export const FRAME_LIMIT = 16 * 1024 * 1024

export const HEADER_BYTES = 5

function encodeHeader(kind: FrameKind, length: number): Buffer {
  const header = Buffer.allocUnsafe(HEADER_BYTES)
  header[0] = kind
  header.writeUInt32BE(length, 1)
  return header
}

export function encodeFrame(kind: FrameKind, payload: Buffer | string): Buffer {
  const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload
  return Buffer.concat([encodeHeader(kind, bytes.length), bytes])
}

export function encodeJson(kind: FrameKind, value: unknown): Buffer {
  return encodeFrame(kind, JSON.stringify(value))
}

/** Thrown by the decoder; the connection it came from must be closed. */
export class FrameError extends Error {}

/**
 * Cuts a byte stream into frames. `push` calls `take` once a frame, in order, with a view into the pushed
 * bytes where a frame lies whole in one chunk: copy it to keep it. Frames of the kind `piecemeal` come in as many
 * pieces as the stream does, never copied and never kept.
 * @throws FrameError when a frame says it is larger than FRAME_LIMIT.
 */
export class FrameDecoder {
  readonly #piecemeal: FrameKind | undefined
  #parts: Buffer[] = []
  #have = 0
  /** Bytes to come of a frame that is handed on in pieces. */
  #left = 0

  constructor(piecemeal?: FrameKind) {
    this.#piecemeal = piecemeal
  }

  push(chunk: Buffer, take: (kind: number, payload: Buffer) => void): void {
    let rest = chunk
    if (this.#left > 0) rest = this.#piece(rest, take)
    if (this.#have > 0) {
      this.#parts.push(Buffer.from(rest)) // a copy: the caller may reuse its buffer
      this.#have += rest.length
      const need = this.#need()
      if (this.#have < need) return
      rest = Buffer.concat(this.#parts)
      this.#parts = []
      this.#have = 0
    }
    while (rest.length >= HEADER_BYTES) {
      const length = lengthOf(rest)
      const end = HEADER_BYTES + length
      if (rest.length < end) {
        if (rest[0] !== this.#piecemeal) break
        this.#left = length
        rest = this.#piece(rest.subarray(HEADER_BYTES), take)
        break
      }
      take(rest[0] ?? 0, rest.subarray(HEADER_BYTES, end))
      rest = rest.subarray(end)
    }
    if (rest.length === 0) return
    this.#parts = [Buffer.from(rest)]
    this.#have = rest.length
    this.#need()
  }

  /** Hands on what there is of it; what is behind it is returned. */
  #piece(bytes: Buffer, take: (kind: number, payload: Buffer) => void): Buffer {
    const piece = bytes.subarray(0, this.#left)
    this.#left -= piece.length
    if (piece.length > 0 && this.#piecemeal !== undefined) take(this.#piecemeal, piece)
    return bytes.subarray(piece.length)
  }

  /** Bytes wanted before another look is worth it. */
  #need(): number {
    if (this.#have < HEADER_BYTES) return HEADER_BYTES
    if (this.#parts[0] && this.#parts[0].length < HEADER_BYTES) this.#parts = [Buffer.concat(this.#parts)]
    return HEADER_BYTES + lengthOf(this.#parts[0] ?? Buffer.alloc(HEADER_BYTES))
  }
}

function lengthOf(bytes: Buffer): number {
  const length = bytes.readUInt32BE(1)
  if (length > FRAME_LIMIT)
    throw new FrameError(`frame of ${length} bytes is over the limit of ${FRAME_LIMIT}`)
  return length
}
