const HEAD_BYTES = 32 * 1024
const CRLF = Buffer.from('\r\n')
const HEAD_END = Buffer.from('\r\n\r\n')

export type Head = { method: string; path: string; headers: ReadonlyMap<string, string> }
/** `bad`: answer with that status and close. `go on`: the client wants `100 Continue` before it sends the body. */
export type Read =
  | { is: 'more' }
  | { is: 'go on' }
  | { is: 'request'; head: Head; body: Buffer }
  | { is: 'bad'; status: number; says: string }

/**
 * Reads one HTTP/1.1 request (RFC 9112), strictly: one way to give a length, no header twice that counts.
 * `node:http` would do it too, for six megabytes in each of fifty hosts and twice the time to start.
 */
export class RequestReader {
  readonly #refuse: (head: Head) => number | undefined
  readonly #limit: number
  #parts: Buffer[] = []
  #have = 0
  #head: (Head & { length: number | 'chunked' }) | undefined

  /** `refuse`: a status to answer with as soon as the head is there. `limit`: largest body, bytes. */
  constructor(options: { refuse(head: Head): number | undefined; limit: number }) {
    this.#refuse = options.refuse
    this.#limit = options.limit
  }

  push(chunk: Buffer): Read {
    this.#parts.push(chunk)
    this.#have += chunk.length
    if (this.#head) return this.#body(this.#head)
    const bytes = this.#join()
    const end = bytes.indexOf(HEAD_END)
    if (end === -1) return bytes.length > HEAD_BYTES ? bad(431, 'too long a head') : { is: 'more' }
    const head = readHead(bytes.toString('latin1', 0, end))
    if ('is' in head) return head
    const refusal = this.#refuse(head)
    if (refusal !== undefined) return bad(refusal, 'refused')
    this.#head = head
    this.#parts = [bytes.subarray(end + HEAD_END.length)]
    this.#have = bytes.length - end - HEAD_END.length
    const read = this.#body(head)
    const wantsToBeTold = head.headers.get('expect')?.toLowerCase() === '100-continue'
    return read.is === 'more' && wantsToBeTold ? { is: 'go on' } : read
  }

  #body(head: Head & { length: number | 'chunked' }): Read {
    const { length } = head
    if (length !== 'chunked') {
      if (length > this.#limit) return bad(413, `more than ${this.#limit} bytes`)
      if (this.#have < length) return { is: 'more' }
      return { is: 'request', head, body: this.#join().subarray(0, length) }
    }
    // Chunks cost a few bytes each; small ones may as much as triple it.
    if (this.#have > this.#limit * 3) return bad(413, `more than ${this.#limit} bytes`)
    const read = readChunks(this.#join(), this.#limit)
    return Buffer.isBuffer(read) ? { is: 'request', head, body: read } : read
  }

  #join(): Buffer {
    const [first] = this.#parts
    if (first === undefined || this.#parts.length > 1) this.#parts = [Buffer.concat(this.#parts)]
    return this.#parts[0] ?? Buffer.alloc(0)
  }
}

function readHead(text: string): (Head & { length: number | 'chunked' }) | (Read & { is: 'bad' }) {
  const [line = '', ...lines] = text.split('\r\n')
  const [, method = '', path = ''] = /^([A-Z]+) (\/\S*) HTTP\/1\.[01]$/.exec(line) ?? []
  if (method === '') return bad(400, 'no request line')
  const headers = new Map<string, string>()
  for (const field of lines) {
    const [, name = '', value = ''] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/.exec(field) ?? []
    if (name === '') return bad(400, 'no header')
    const key = name.toLowerCase()
    if (headers.has(key) && COUNTED.has(key)) return bad(400, `${key} twice`)
    headers.set(key, value)
  }
  const coding = headers.get('transfer-encoding')
  const given = headers.get('content-length')
  if (coding !== undefined && (given !== undefined || coding.toLowerCase() !== 'chunked'))
    return bad(400, 'no such transfer coding')
  if (given !== undefined && !/^\d{1,12}$/.test(given)) return bad(400, 'no length')
  return { method, path, headers, length: coding === undefined ? Number(given ?? 0) : 'chunked' }
}

const COUNTED: ReadonlySet<string> = new Set([
  'host',
  'origin',
  'authorization',
  'content-length',
  'transfer-encoding',
])

/** The body of all chunks, once the last one is there. */
function readChunks(bytes: Buffer, limit: number): Buffer | Read {
  const parts: Buffer[] = []
  let size = 0
  for (let at = 0; ; ) {
    const end = bytes.indexOf(CRLF, at)
    if (end === -1) return bytes.length - at > 1024 ? bad(400, 'no chunk') : { is: 'more' }
    const [, hex] = /^([0-9A-Fa-f]{1,8})(?:[ \t]*;.*)?$/.exec(bytes.toString('latin1', at, end)) ?? []
    if (hex === undefined) return bad(400, 'no chunk')
    const length = Number.parseInt(hex, 16)
    size += length
    if (size > limit) return bad(413, `more than ${limit} bytes`)
    const from = end + CRLF.length
    if (length === 0) {
      // Trailers, if any, up to an empty line.
      const isOver = bytes.indexOf(CRLF, from) === from || bytes.indexOf(HEAD_END, from) !== -1
      return isOver ? Buffer.concat(parts) : { is: 'more' }
    }
    if (bytes.length < from + length + CRLF.length) return { is: 'more' }
    parts.push(bytes.subarray(from, from + length))
    at = from + length + CRLF.length
  }
}

function bad(status: number, says: string): Read & { is: 'bad' } {
  return { is: 'bad', status, says }
}
