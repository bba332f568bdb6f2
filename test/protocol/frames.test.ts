import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeFrame, Frame, FrameDecoder, FrameError, FRAME_LIMIT } from '../../src/protocol/frames.ts'
import { LineDecoder, LineError } from '../../src/protocol/lines.ts'

const kinds = Object.values(Frame)

test('frames come out as they went in, however the stream is cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(...kinds), fc.uint8Array({ maxLength: 60 }))),
      fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 }),
      (frames, cuts) => {
        const stream = Buffer.concat(frames.map(([kind, payload]) => encodeFrame(kind, Buffer.from(payload))))
        const decoder = new FrameDecoder()
        const got: [number, string][] = []
        for (let at = 0, i = 0; at < stream.length; i++) {
          const size = cuts[i % cuts.length] ?? 1
          decoder.push(stream.subarray(at, at + size), (kind, payload) =>
            got.push([kind, payload.toString('hex')]),
          )
          at += size
        }
        expect(got).toEqual(frames.map(([kind, payload]) => [kind, Buffer.from(payload).toString('hex')]))
      },
    ),
  )
})

test('a frame that says it is too large is refused before its bytes are awaited', () => {
  const header = Buffer.alloc(5)
  header[0] = Frame.input
  header.writeUInt32BE(FRAME_LIMIT + 1, 1)
  expect(() => new FrameDecoder().push(header, () => {})).toThrow(FrameError)
  const inTwo = new FrameDecoder()
  inTwo.push(header.subarray(0, 2), () => {})
  expect(() => inTwo.push(header.subarray(2), () => {})).toThrow(FrameError)
})

test('lines come out as they went in, however the stream is cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'binary', maxLength: 30 }).map((s) => s.replaceAll('\n', ' '))),
      fc.integer({ min: 1, max: 7 }),
      (lines, size) => {
        const stream = Buffer.from(lines.map((line) => `${line}\n`).join(''))
        const got: string[] = []
        const decoder = new LineDecoder(10_000)
        for (let at = 0; at < stream.length; at += size)
          decoder.push(stream.subarray(at, at + size), (line) => got.push(line))
        expect(got).toEqual(lines)
      },
    ),
  )
})

test('a line over the limit, and one that is not UTF-8, are errors', () => {
  expect(() => new LineDecoder(10).push(Buffer.from('12345678901'), () => {})).toThrow(LineError)
  expect(() => new LineDecoder(10).push(Buffer.from([0xff, 0xfe, 10]), () => {})).toThrow(LineError)
})
