import { describe, expect, it } from 'vitest'
import { judgeTool } from '../../src/policy/tools.ts'
import type { PolicyContext, Ruling } from '../../src/policy/verdict.ts'

const context: PolicyContext = {
  cwd: '/home/me/project',
  home: '/home/me',
  own: ['/srv/roost'],
  gitConfig: () => '',
}

describe('a tool call', () => {
  it.each<[string, Record<string, unknown>, Ruling, string]>([
    ['Read', { file_path: 'src/a.ts' }, 'allow', 'low'],
    ['Read', { file_path: '/etc/hosts' }, 'allow', 'low'],
    ['Read', { file_path: '/home/me/project/.env' }, 'ask', 'high'],
    ['Read', { file_path: '../.ssh/id_rsa' }, 'ask', 'high'],
    ['Read', { file_path: '/proc/self/root/etc/shadow' }, 'ask', 'high'],
    ['Glob', { pattern: '**/*.ts' }, 'allow', 'low'],
    ['Grep', { pattern: 'x', path: 'src' }, 'allow', 'low'],
    ['Grep', { pattern: 'x', path: '/home/me' }, 'ask', 'high'],
    ['Grep', { pattern: 'x', glob: '.env*' }, 'ask', 'high'],
    ['Edit', { file_path: 'src/a.ts' }, 'ask', 'low'],
    ['Write', { file_path: '/home/me/other/a.ts' }, 'ask', 'high'],
    ['Write', { file_path: '/home/me/.bashrc' }, 'ask', 'high'],
    ['Write', { file_path: '/home/me/project/.claude/settings.local.json' }, 'ask', 'high'],
    ['Write', { file_path: '/srv/roost/config.json' }, 'deny', 'catastrophic'],
    ['Write', { file_path: '/home/me/.ssh/authorized_keys' }, 'deny', 'catastrophic'],
    ['WebFetch', { url: 'https://docs.example/x' }, 'ask', 'low'],
    ['WebFetch', { url: 'http://169.254.169.254/latest' }, 'ask', 'high'],
    ['WebFetch', { url: `https://x.example/?d=${'a'.repeat(300)}` }, 'ask', 'high'],
    ['WebFetch', { url: 'file:///etc/passwd' }, 'ask', 'high'],
    ['WebSearch', { query: 'x' }, 'ask', 'low'],
    ['mcp__files__write', {}, 'ask', 'low'],
    ['TodoWrite', { todos: [] }, 'allow', 'low'],
    ['SomethingNew', {}, 'ask', 'low'],
    ['toString', {}, 'ask', 'low'],
    ['Bash', { command: 'ls' }, 'allow', 'low'],
    ['Bash', { command: 'ls', dangerouslyDisableSandbox: true }, 'ask', 'high'],
    ['Bash', {}, 'ask', 'high'],
    ['Bash', { command: 7 }, 'ask', 'high'],
    ['shell', { command: ['bash', '-lc', 'ls'] }, 'allow', 'low'],
    ['shell', { command: ['rm', '-rf', '/'] }, 'ask', 'high'],
    ['run_shell_command', { command: 'rm -rf /' }, 'deny', 'catastrophic'],
  ])('%s %j: %s, %s', (tool, input, verdict, risk) => {
    expect(judgeTool(tool, input, context)).toMatchObject({ verdict, risk })
  })
})
