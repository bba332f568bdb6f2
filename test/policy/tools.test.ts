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

it.each(['.env~', '.env.swp', '~/.bash_history.gz', 'deploy_key', 'gcp-key.json', '~/.curlrc'])(
  'a copy or another kind of key is a secret too: %s',
  (file_path) => {
    expect(judgeTool('Read', { file_path }, context).verdict).toBe('ask')
    expect(judgeCommand(`cat ${file_path}`, context).verdict).toBe('ask')
  },
)

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

describe('an agent that may change files of its folder by itself', () => {
  const hands: PolicyContext = { ...context, own: ['/home/me/.roost', '/usr/lib/roost'] }
  const writes = (tool: string, input: Record<string, unknown>, where = hands) =>
    decide({ tool, input }, [], 'hands-off', where).verdict

  it.each(
    [
      '.claude/settings.json .claude/settings.local.json .claude/hooks/x.sh .claude/commands/x.md .claude/agents/x.md',
      '.claude/skills/x/SKILL.md .CLAUDE/Settings.json ~/.claude/settings.json ~/.claude.json .mcp.json',
      '.codex/config.toml .gemini/settings.json .opencode/plugin/x.ts opencode.json .cursor/mcp.json',
      '.git/hooks/pre-commit .git/config .git/info/attributes .git .gitattributes .gitmodules .husky/pre-push',
      '.pre-commit-config.yaml lefthook.yml .git/modules/x/config .githooks/post-checkout sub/.git/hooks/x',
      '~/.bashrc ~/.zshrc ~/.profile ~/.zshenv ~/.gitconfig ~/.config/fish/config.fish ~/.config/systemd/user/x.service',
      '~/.ssh/config ~/.ssh/rc ~/.local/bin/ls ~/Library/LaunchAgents/x.plist .envrc .vimrc .npmrc',
      '.github/workflows/ci.yml .gitlab-ci.yml .circleci/config.yml Jenkinsfile .vscode/tasks.json .devcontainer.json',
      '.env .env.production id_rsa server.pem ../other/a.ts ../../me/project2/a.ts /tmp/x /etc/hosts /etc/cron.d/x',
      'src/../../x.ts src/../.git/hooks/x ././/.claude/settings.json',
    ].flatMap((line) => line.split(' ')),
  )('asks before it writes %s', (file_path) => {
    for (const tool of ['Write', 'Edit', 'MultiEdit', 'write_file', 'replace'])
      expect(writes(tool, { file_path })).toBe('ask')
    expect(writes('NotebookEdit', { notebook_path: file_path })).toBe('ask')
  })

  it.each(
    [
      '~/.roost/config.json ~/.roost/audit.jsonl ~/.roost /usr/lib/roost/roost.cjs ~/.ssh/authorized_keys',
      '/etc/passwd /etc/shadow /etc/sudoers.d/x ../../me/.roost/config.json ~/x/../.roost/config.json',
    ].flatMap((line) => line.split(' ')),
  )('is stopped from writing %s', (file_path) => {
    for (const tool of ['Write', 'Edit', 'write_file']) expect(writes(tool, { file_path })).toBe('deny')
  })

  it('asks for what names no file, several, or none that can be read', () => {
    expect(writes('Write', { file_path: ['a.ts'] })).toBe('ask')
    expect(writes('Write', {})).toBe('ask')
    expect(writes('Write', { file_path: 'a.ts', path: '/etc/hosts' })).toBe('ask')
    expect(writes('apply_patch', { patch: '*** Update File: ../x' })).toBe('ask')
    expect(writes('mcp__fs__write', { path: 'a.ts' })).toBe('ask')
    expect(writes('SomethingNew', { file_path: 'a.ts' })).toBe('ask')
  })

  it('goes on by itself where nothing of this is touched', () => {
    for (const file_path of [
      'src/a.ts',
      'docs/x.md',
      'package.json',
      'test/.eslintrc.json',
      'src/git/hooks/x.ts',
    ])
      expect(writes('Edit', { file_path })).toBe('allow')
  })
})
