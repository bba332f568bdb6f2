import { describe, expect, it } from 'vitest'
import { lintRules } from '../../src/policy/lint.ts'

const context = { cwd: '/home/me/project', home: '/home/me' }
const file = (permissions: unknown, path = '/home/me/project/.claude/settings.json') => ({
  path,
  text: JSON.stringify({ permissions }),
})
const found = (permissions: unknown) =>
  lintRules([file(permissions)], context).findings.map((f) => [f.level, f.rule ?? 'file'])

describe('the rule lint', () => {
  it.each<[string, unknown, [string, string][]]>([
    [
      'nothing in good rules',
      {
        allow: ['Bash(git log *)', 'Read', 'mcp__x__y', 'WebFetch(domain:a.example)'],
        deny: ['Bash(rm *)', 'Read(./.env)'],
      },
      [],
    ],
    ['a file that one wrong type voids', { allow: ['Bash(ls *)', 7] }, [['dead', 'file']]],
    ['a list that is none', { deny: 'Bash' }, [['dead', 'file']]],
    ['rules that do not parse', { allow: ['Bash(ls'] }, [['dead', 'Bash(ls']]],
    ['fields of the tool', { deny: ['Bash(command:rm *)'] }, [['dead', 'Bash(command:rm *)']]],
    ['`:*` in the middle', { deny: ['Bash(git:* push)'] }, [['dead', 'Bash(git:* push)']]],
    [
      'paths where none are taken',
      { deny: ['Write(src/**)', 'Glob(x)', 'NotebookEdit(a)'] },
      [
        ['dead', 'Write(src/**)'],
        ['dead', 'Glob(x)'],
        ['dead', 'NotebookEdit(a)'],
      ],
    ],
    [
      'globs without an anchor',
      { allow: ['Bash(* --version)', 'Bash(npm*)'] },
      [
        ['loose', 'Bash(* --version)'],
        ['loose', 'Bash(npm*)'],
      ],
    ],
    [
      'tools that do not exist',
      { deny: ['bash', 'Shell(rm *)'] },
      [
        ['dead', 'bash'],
        ['dead', 'Shell(rm *)'],
      ],
    ],
    ['one slash where two are meant', { deny: ['Read(/etc/shadow)'] }, [['dead', 'Read(/etc/shadow)']]],
    [
      'patterns over several commands',
      { deny: ['Bash(cd x && rm *)', 'Bash(curl * | sh)', 'Bash(a; b)'] },
      [
        ['dead', 'Bash(cd x && rm *)'],
        ['dead', 'Bash(curl * | sh)'],
        ['dead', 'Bash(a; b)'],
      ],
    ],
    ['redirects', { deny: ['Bash(echo * > *)'] }, [['dead', 'Bash(echo * > *)']]],
    [
      'rules that another overrules',
      {
        allow: ['Bash(git push *)', 'Bash(git log *)'],
        deny: ['Bash(git push:*)'],
        ask: ['Bash(git log *)'],
      },
      [
        ['shadowed', 'Bash(git push *)'],
        ['shadowed', 'Bash(git log *)'],
      ],
    ],
  ])('finds %s', (_what, permissions, expected) => {
    expect(found(permissions)).toEqual(expected)
  })

  it('says what to write instead', () => {
    expect(lintRules([file({ deny: ['Read(/etc/shadow)'] })], context).findings).toEqual([
      {
        file: '/home/me/project/.claude/settings.json',
        rule: 'Read(/etc/shadow)',
        kind: 'deny',
        level: 'dead',
        text: 'one slash starts at the settings file\u2019s folder, so this is /home/me/project/etc/shadow',
        fix: 'write Read(//etc/shadow)',
      },
    ])
  })

  it('sees a rule of one file overruled by another, and a file that is no JSON', () => {
    const files = [
      file({ allow: ['Bash(npm *)'] }),
      file({ deny: ['Bash'] }, '/home/me/.claude/settings.json'),
      { path: '/x', text: '{' },
    ]
    expect(lintRules(files, context).findings.map((f) => [f.level, f.file])).toEqual([
      ['dead', '/x'],
      ['shadowed', '/home/me/project/.claude/settings.json'],
    ])
  })

  it('tells which catastrophes no deny rule stops', () => {
    const none = lintRules([], context).uncovered
    const some = lintRules([file({ deny: ['Bash(rm *)', 'Bash(sudo *)'] })], context).uncovered
    expect(none).toContain('rm -rf /')
    expect(some).not.toContain('rm -rf /')
    expect(some).toContain('find / -delete')
  })
})
