import { describe, expect, it } from 'vitest'
import { judgeCommand } from '../../src/policy/command.ts'
import { decide, type Profile } from '../../src/policy/decide.ts'
import { parseRule, type Rule } from '../../src/policy/rules.ts'
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

describe('a symbolic link', () => {
  const links: Record<string, string> = {
    '/home/me/project/notes.txt': '/home/me/.ssh/id_rsa',
    '/home/me/project/rc': '/home/me/.bashrc',
    '/home/me/project/out': '/srv/out',
    '/home/me/project/mine': '/home/me/.roost/config.json',
    '/home/me/project/inner': '/data/me/project/src/a.ts',
    '/home/me/project': '/data/me/project',
    '/home/me': '/data/me',
  }
  const linked: PolicyContext = {
    cwd: '/home/me/project',
    home: '/home/me',
    gitConfig: () => '',
    realPath: (path) => links[path] ?? path,
  }
  const edit = (file_path: string, profile: Profile = 'hands-off', rules: Rule[] = []) =>
    decide({ tool: 'Edit', input: { file_path } }, rules, profile, linked).verdict

  it('to a secret is a secret, for the tool that reads and in a command', () => {
    expect(judgeTool('Read', { file_path: 'notes.txt' }, linked)).toMatchObject({
      verdict: 'ask',
      risk: 'high',
    })
    expect(judgeCommand('cat notes.txt', linked)).toMatchObject({ verdict: 'ask', risk: 'high' })
    expect(judgeCommand('head -5 < notes.txt', linked)).toMatchObject({ verdict: 'ask', risk: 'high' })
    expect(judgeCommand('cat other.txt', linked).verdict).toBe('allow')
  })

  it('out of the folder is not the folder, whatever the profile or a rule for the folder says', () => {
    expect([edit('a.ts'), edit('inner')]).toEqual(['allow', 'allow'])
    expect([edit('rc'), edit('out')]).toEqual(['ask', 'ask'])
    const outcome = parseRule('Edit(./**)', { kind: 'allow', from: 'test', root: '/home/me/project' })
    const rules = outcome.type === 'rule' ? [outcome.rule] : []
    expect([edit('a.ts', 'balanced', rules), edit('rc', 'balanced', rules)]).toEqual(['allow', 'ask'])
  })

  it('to what Roost itself may do is stopped', () => {
    expect(edit('mine')).toBe('deny')
  })
})
