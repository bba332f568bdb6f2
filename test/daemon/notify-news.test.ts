import { describe, expect, test } from 'vitest'
import { compose, newsOf, type Piece } from '../../src/daemon/notify/news.ts'
import { NOW, running, session } from '../ui/world.ts'

const says = (what: string, need: 'permission' | 'question' | 'auth' = 'permission') =>
  newsOf(session({ name: 'x', life: running({ kind: 'needs-input', need, what, since: NOW }) }))?.says

test.each([
  ['Bash: psql -h db -c "alter user app password \'hunter2\'"', 'permission: Bash psql …'],
  ['Bash: TOKEN=ghp_abc curl https://x', 'permission: Bash …'],
  ['Bash: ls', 'permission: Bash ls'],
  ['WebFetch: https://api.example.com/v1?key=s3cret', 'permission: WebFetch https://api.example.com …'],
  ['WebFetch: https://ghp_abc@github.com/x', 'permission: WebFetch …'],
  ['WebFetch: https://me:pw@host/x', 'permission: WebFetch …'],
  ['Edit: /home/mo/src/shop/watch.ts', 'permission: Edit /home/mo/src/shop/watch.ts'],
  ['ExitPlanMode', 'permission: ExitPlanMode'],
  ['anything else at all: sk-ant-123', 'permission'],
])('of a tool call no more is told than tool and program: %s', (what, told) => {
  expect(says(what)).toBe(told)
})

test('a question is told as it stands, what else waits by its kind alone', () => {
  expect(says('Which database?', 'question')).toBe('question: Which database?')
  expect(says('code 1234', 'auth')).toBe('auth')
})

const piece = (over: Partial<Piece>): Piece => ({
  event: 'needs-input',
  session: 'a',
  title: 'migrate',
  agent: 'claude',
  cwd: '/',
  says: 'permission: Bash psql …',
  since: NOW,
  ...over,
})

describe('the message', () => {
  test('of one', () => {
    expect(compose([piece({})])).toEqual({ title: 'migrate needs you', text: 'permission: Bash psql …' })
    expect(compose([piece({ event: 'done', says: 'done' })])).toEqual({
      title: 'migrate is done',
      text: 'claude',
    })
  })

  test('of several counts them, the pressing ones first, and names a few', () => {
    const many = [
      piece({ event: 'idle', title: 'docs', says: 'finished its turn' }),
      piece({ event: 'failed', title: 'links', says: 'exit 3' }),
      piece({ title: 'late', since: NOW + 1 }),
      piece({}),
      piece({ event: 'done', title: 'bump', says: 'done' }),
    ]
    expect(compose(many)).toEqual({
      title: 'roost: 2 need you, 1 failed, 1 done, 1 finished its turn',
      text: 'migrate: permission: Bash psql …\nlate: permission: Bash psql …\nlinks: exit 3\nand 2 more',
    })
  })
})
