import { expect, test } from 'vitest'
import { judgeCommand } from '../../src/policy/command.ts'
import { NOT_STOPPED, STOPPED } from './catastrophes.ts'

const context = { cwd: '/home/me/project', home: '/home/me', gitConfig: () => '', textOf: () => undefined }
const verdict = (command: string) => judgeCommand(command, context).verdict

test('what nobody means is stopped, in whatever form', () => {
  expect(STOPPED.filter((command) => verdict(command) !== 'deny')).toEqual([])
  expect(STOPPED.length).toBeGreaterThan(380)
})

test('what a person may well mean is not stopped', () => {
  expect(NOT_STOPPED.filter((command) => verdict(command) === 'deny')).toEqual([])
  expect(NOT_STOPPED.length).toBeGreaterThan(220)
})
