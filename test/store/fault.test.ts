import { expect, test } from 'vitest'
import * as v from 'valibot'
import { faultOf } from '../../src/store/fault.ts'

const schema = v.strictObject({
  name: v.pipe(v.string(), v.nonEmpty(), v.maxLength(5)),
  often: v.pipe(v.number(), v.integer(), v.minValue(1)),
  kind: v.picklist(['a', 'b', 'c']),
  list: v.pipe(v.array(v.string()), v.minLength(1)),
  own: v.pipe(
    v.string(),
    v.check((text) => text === 'x', 'must be the letter x'),
  ),
})
const good = { name: 'n', often: 1, kind: 'a', list: ['x'], own: 'x' }

test.each([
  [{ name: 5 }, 'must be text'],
  [{ name: undefined }, 'is missing'],
  [{ name: '' }, 'must not be empty'],
  [{ name: 'too long' }, 'must not be longer than 5'],
  [{ often: 1.5 }, 'must be a whole number'],
  [{ often: 0 }, 'must be at least 1'],
  [{ often: '1' }, 'must be a number'],
  [{ kind: 'd' }, 'must be a, b or c'],
  [{ list: {} }, 'must be a list'],
  [{ list: [] }, 'must not be empty'],
  [{ own: 'y' }, 'must be the letter x'],
  [{ more: 1 }, 'is not known here'],
])('%j: %s', (change, says) => {
  const parsed = v.safeParse(schema, { ...good, ...change })
  const issue = parsed.issues?.[0]
  expect(issue && faultOf(issue)).toBe(says)
})

test('what is not there is missing', () => {
  const { name: _gone, ...less } = good
  const issue = v.safeParse(schema, less).issues?.[0]
  expect(issue && faultOf(issue)).toBe('is missing')
})
