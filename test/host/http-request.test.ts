import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Head, type Read, RequestReader } from '../../src/host/http-request.ts'

/** What comes of bytes that arrive in these pieces. */
function read(pieces: Buffer[], refuse: (head: Head) => number | undefined = () => undefined): Read[] {
  const reader = new RequestReader({ refuse, limit: 100 })
  const reads: Read[] = []
  for (const piece of pieces) {
    const one = reader.push(piece)
    if (one.is !== 'more') reads.push(one)
    if (one.is === 'request' || one.is === 'bad') break
  }
  return reads
}
const request = (head: string, body = ''): Buffer =>
  Buffer.from(`${head.replaceAll('\n', '\r\n')}\r\n\r\n${body}`)
const bodyOf = (reads: Read[]): string | undefined => {
  const last = reads.at(-1)
  return last?.is === 'request' ? last.body.toString() : undefined
}

describe('a request', () => {
  it.each([
    ['with a length', request('POST /hook/Stop HTTP/1.1\nHost: h\nContent-Length: 5', 'hello and more')],
    [
      'in chunks',
      request(
        'POST /hook/Stop HTTP/1.1\nHost: h\nTransfer-Encoding: chunked',
        '2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\n\r\n',
      ),
    ],
    [
      'in chunks with a trailer',
      request(
        'POST /hook/Stop HTTP/1.1\nHost: h\nTransfer-Encoding: chunked',
        '5\r\nhello\r\n0\r\nA: b\r\n\r\n',
      ),
    ],
  ])('%s is read however it is cut', (_, bytes) => {
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 8 }), (cuts) => {
        const at = [0, ...cuts.toSorted((a, b) => a - b), bytes.length]
        const reads = read(at.slice(1).map((end, i) => bytes.subarray(at[i], end)))
        expect(bodyOf(reads)).toBe('hello')
      }),
    )
  })

  it('that wants to be told to go on is told so, once', () => {
    const head = request('POST / HTTP/1.1\nExpect: 100-continue\nContent-Length: 2')
    expect(read([head, Buffer.from('h'), Buffer.from('i')]).map(({ is }) => is)).toEqual(['go on', 'request'])
  })

  it('is refused on its head, before its body came', () => {
    const head = request('POST / HTTP/1.1\nContent-Length: 99')
    expect(read([head], () => 401)).toEqual([{ is: 'bad', status: 401, says: 'refused' }])
  })

  it.each([
    ['two lengths', 'POST / HTTP/1.1\nContent-Length: 1\nContent-Length: 2', 400],
    ['a length and chunks', 'POST / HTTP/1.1\nContent-Length: 1\nTransfer-Encoding: chunked', 400],
    ['another coding', 'POST / HTTP/1.1\nTransfer-Encoding: gzip, chunked', 400],
    ['two hosts', 'POST / HTTP/1.1\nHost: a\nHost: b', 400],
    ['a folded header', 'POST / HTTP/1.1\nHost: a\n b', 400],
    ['no number', 'POST / HTTP/1.1\nContent-Length: -1', 400],
    ['another protocol', 'POST / HTTP/2', 400],
    ['a whole address', 'POST http://x/ HTTP/1.1', 400],
    ['too much', 'POST / HTTP/1.1\nContent-Length: 101', 413],
  ])('with %s is not read', (_, head, status) => {
    expect(read([request(head)])).toEqual([{ is: 'bad', status, says: expect.any(String) }])
  })

  it('with an endless head or chunk is given up', () => {
    expect(read([Buffer.from(`POST / HTTP/1.1\r\nA: ${'x'.repeat(40_000)}`)])).toMatchObject([
      { status: 431 },
    ])
    const chunked = request('POST / HTTP/1.1\nTransfer-Encoding: chunked', 'ffffff\r\n')
    expect(read([chunked])).toMatchObject([{ status: 413 }])
  })
})
