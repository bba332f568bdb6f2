import { expect, test } from 'vitest'
import { channelsOf } from '../../src/agents/claude/args.ts'

test.each([
  [['--channels', 'plugin:telegram@claude-plugins-official'], ['telegram']],
  [['--channels=plugin:discord@claude-plugins-official'], ['discord']],
  [
    ['--channels', 'plugin:telegram@x', 'plugin:imessage@x', '--model', 'opus'],
    ['telegram', 'imessage'],
  ],
  [['--dangerously-load-development-channels', 'server:weixin'], ['weixin']],
  [
    ['--channels', 'plugin:a@x', '--dangerously-load-development-channels', 'plugin:a@x', 'server:b'],
    ['a', 'b'],
  ],
  [['--dangerously-skip-permissions', '--channels', 'plugin:telegram', '-c'], ['telegram']],
])('%j serves %j', (args, names) => {
  expect(channelsOf(args)).toEqual(names)
})

test.each([
  [[]],
  [['--channels']],
  [['--channels', 'telegram']], // Claude Code refuses a value without `plugin:` or `server:`
  [['--model', 'plugin:telegram@x']],
  [['--', '--channels', 'plugin:telegram@x']], // a prompt
  [['mcp', 'add', '--channels', 'plugin:telegram@x']], // no conversation
])('%j serves none', (args) => {
  expect(channelsOf(args)).toEqual([])
})
