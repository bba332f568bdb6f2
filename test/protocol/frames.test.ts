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
          // As from a reader with one buffer: what was pushed is overwritten afterwards.
          const room = Buffer.from(stream.subarray(at, at + size))
          decoder.push(room, (kind, payload) => got.push([kind, payload.toString('hex')]))
          room.fill(0)
          at += size
        }
        expect(got).toEqual(frames.map(([kind, payload]) => [kind, Buffer.from(payload).toString('hex')]))
      },
    ),
  )
})

test('of one kind the bytes come at once, the other frames stay whole and in their places', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(fc.constantFrom(Frame.output, Frame.output, Frame.screen), fc.uint8Array({ maxLength: 60 })),
      ),
      fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 }),
      (frames, cuts) => {
        const stream = Buffer.concat(frames.map(([kind, payload]) => encodeFrame(kind, Buffer.from(payload))))
        const decoder = new FrameDecoder(Frame.output)
        const got: string[] = []
        let pushed = 0
        let output = 0
        for (let i = 0; pushed < stream.length; i++) {
          const room = Buffer.from(stream.subarray(pushed, pushed + (cuts[i % cuts.length] ?? 1)))
          decoder.push(room, (kind, payload) => {
            if (kind === Frame.output) output += payload.length
            got.push(`${kind === Frame.output ? '' : `[${kind}]`}${payload.toString('hex')}`)
          })
          room.fill(0)
          pushed += room.length
        }
        const whole = frames.map(
          ([kind, payload]) =>
            `${kind === Frame.output ? '' : `[${kind}]`}${Buffer.from(payload).toString('hex')}`,
        )
        expect(got.join('')).toBe(whole.join(''))
        const sent = frames.filter(([kind]) => kind === Frame.output)
        expect(output).toBe(sent.reduce((sum, [, payload]) => sum + payload.length, 0))
      },
    ),
  )
  // Nothing is waited for.
  const first: string[] = []
  new FrameDecoder(Frame.output).push(
    encodeFrame(Frame.output, 'half of it').subarray(0, 9),
    (_kind, payload) => first.push(payload.toString()),
  )
  expect(first).toEqual(['half'])
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
