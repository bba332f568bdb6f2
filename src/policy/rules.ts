import type { SyntaxNode } from 'unbash'
import { forEachChild } from 'unbash'
import { judgeCommand } from './command.ts'
import { readScript } from './parse.ts'
import { resolvePath } from './paths.ts'
import { commandOf, hostOf, kindOf, placesOf } from './tools.ts'
import type { PolicyContext, Ruling } from './verdict.ts'

/** A rule in the agent's own syntax: `Bash(git log *)`, `Edit(src/**)`, `WebFetch(domain:x.org)`, `mcp__server__tool`. */
export type Rule = {
  kind: Ruling
  /** As written. */
  text: string
  tool: string
  /** Between the brackets; undefined for a whole tool. */
  content: string | undefined
  /** Where it was written, for people: a file, `session`, `profile careful`. */
  from: string
  /** Absolute folder that `/path` patterns are anchored at: the settings file's project. */
  root: string
}

export type RuleOutcome = { type: 'rule'; rule: Rule } | { type: 'invalid'; why: string }

/** Parses one rule, or says in a sentence why it is none. */
export function parseRule(text: string, from: { kind: Ruling; from: string; root: string }): RuleOutcome {
  const found = /^\s*([A-Za-z_][\w.*-]*)\s*(?:\((.*)\))?\s*$/s.exec(text)
  if (!found)
    return {
      type: 'invalid',
      why: 'a rule is a tool\u2019s name, or a name with a pattern in brackets: Bash(git log *)',
    }
  const [, tool = '', content] = found
  if (content !== undefined && content.trim() === '')
    return { type: 'invalid', why: 'nothing stands between the brackets; leave them out to mean every call' }
  return {
    type: 'rule',
    rule: { ...from, text: text.trim(), tool, content: content === '*' ? undefined : content },
  }
}

export type Ask = { tool: string; input: Record<string, unknown> }

/** The first rule of a kind that is about this call. An allow must cover all of it, a deny or ask any part. */
export function matchingRule(
  rules: readonly Rule[],
  kind: Ruling,
  ask: Ask,
  context: PolicyContext,
): Rule | undefined {
  const own = rules.filter((rule) => rule.kind === kind)
  const whole = own.find((rule) => rule.content === undefined && namesTool(rule.tool, ask.tool))
  if (whole) return whole
  const use = kindOf(ask.tool)
  if (use === 'shell') return matchingShell(own, kind, ask, context)
  if (use === 'read' || use === 'names' || use === 'search' || use === 'write') {
    const paths = placesOf(ask.input, context)
    const fitting = own.filter((rule) => rule.content !== undefined && coversTool(rule.tool, ask.tool))
    const hit = (path: string): Rule | undefined => fitting.find((rule) => matchesPath(rule, path, context))
    return kind === 'allow'
      ? paths.every((p) => hit(p))
        ? hit(paths[0] ?? '')
        : undefined
      : paths.map(hit).find((r) => r)
  }
  if (use === 'fetch') {
    const host = hostOf(ask.input['url'])
    return own.find(
      (rule) => rule.tool === 'WebFetch' && host !== undefined && matchesHost(rule.content ?? '', host),
    )
  }
  const name = ask.input['subagent_type'] ?? ask.input['skill'] ?? ask.input['command']
  return own.find((rule) => rule.tool === ask.tool && typeof name === 'string' && rule.content === name)
}

function namesTool(pattern: string, tool: string): boolean {
  if (pattern === tool) return true
  // A whole MCP server, or a part of its tools.
  if (pattern.startsWith('mcp__')) {
    if (pattern.includes('*')) return matchesGlob(pattern, tool)
    return tool.startsWith(`${pattern}__`)
  }
  return coversTool(pattern, tool)
}

/** `Edit` rules are for every tool that writes files, `Read` rules for every one that reads them (Claude Code's docs). */
function coversTool(pattern: string, tool: string): boolean {
  const use = kindOf(tool)
  if (pattern === tool) return true
  if (pattern === 'Edit') return use === 'write'
  if (pattern === 'Read') return use === 'read' || use === 'search' || use === 'names'
  return pattern === 'Bash' && use === 'shell'
}

function matchingShell(
  own: readonly Rule[],
  kind: Ruling,
  ask: Ask,
  context: PolicyContext,
): Rule | undefined {
  const command = commandOf(ask.input)
  if (command === undefined) return undefined
  const rules = own.filter((rule) => rule.tool === 'Bash' && rule.content !== undefined)
  if (rules.length === 0) return undefined
  const hit = (text: string): Rule | undefined =>
    rules.find((rule) => matchesCommand(rule.content ?? '', text))
  const parts = commandsIn(command)
  if (kind !== 'allow')
    return [command, ...parts.commands]
      .flatMap(withoutWrappers)
      .map(hit)
      .find((r) => r)
  if (!parts.sound) return undefined
  // Every part must be allowed by a rule, or be harmless by itself; a written file is no part of any rule.
  let first: Rule | undefined
  for (const part of parts.commands) {
    const rule = withoutWrappers(part)
      .map(hit)
      .find((r) => r)
    first ??= rule
    if (!rule && judgeCommand(part, context).verdict !== 'allow') return undefined
  }
  return first
}

/** Every simple command in a line, nested ones too; not sound when something in it is more than these commands. */
function commandsIn(command: string): { commands: string[]; sound: boolean } {
  const commands: string[] = []
  let sound = true
  let left = 4_000
  const visit = (node: SyntaxNode, source: string): void => {
    if (--left < 0) {
      sound = false
      return
    }
    if (node.type === 'Script' && node.errors?.length) sound = false
    const text = node.type === 'Script' ? (node.source ?? source) : source
    if (
      node.type === 'Function' ||
      node.type === 'Coproc' ||
      node.type === 'ProcessSubstitution' ||
      node.type === 'HereDoc'
    )
      sound &&= node.type === 'HereDoc' || node.type === 'ProcessSubstitution'
    if (
      node.type === 'Redirect' &&
      node.operator !== '<' &&
      !/^(\/dev\/(null|stderr|stdout)|\d+|-)$/.test(node.target?.value ?? '')
    )
      sound = false
    if (node.type === 'Command') {
      if (node.prefix.length > 0 || !node.name || node.name.parts !== undefined) sound = false
      if (node.name) commands.push(text.slice(node.name.pos, lastWord(node)))
    }
    forEachChild(node, (child) => visit(child, text))
  }
  const read = readScript(command)
  if (read.type === 'refused') return { commands: [], sound: false }
  visit(read.script, command)
  return { commands, sound: sound && commands.length > 0 }
}

function lastWord(node: Extract<SyntaxNode, { type: 'Command' }>): number {
  return Math.max(node.name?.end ?? node.pos, ...node.args.map((arg) => arg.end))
}

/** The command, and what it runs when it only times or limits it. */
function withoutWrappers(command: string): string[] {
  const inner =
    /^(?:time|nohup|nice(?:\s+-n\s*-?\d+)?|timeout(?:\s+-\S+)*\s+[\d.]+[smhd]?|stdbuf(?:\s+-\S+)+)\s+(.+)$/s.exec(
      command,
    )
  return inner?.[1] === undefined ? [command] : [command, ...withoutWrappers(inner[1])]
}

/** `npm run build` exactly, `git log *` and `git log:*` as a beginning of whole words, `*` for anything anywhere. */
export function matchesCommand(pattern: string, command: string): boolean {
  const text = command.trim()
  const start = /^(.*?)(?::\*| \*)$/s.exec(pattern)
  if (start?.[1] !== undefined && !start[1].includes('*'))
    return text === start[1] || text.startsWith(`${start[1]} `)
  if (start?.[1] !== undefined && matchesGlob(start[1], text)) return true
  return matchesGlob(pattern.replace(/:\*$/, ' *'), text)
}

/** `*` stands for anything; linear in the text, whatever the pattern. */
export function matchesGlob(pattern: string, text: string): boolean {
  const pieces = pattern.split('*')
  const first = pieces[0] ?? ''
  if (pieces.length === 1) return text === pattern
  if (!text.startsWith(first)) return false
  let at = first.length
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  const last = pieces.at(-1) ?? ''
  return text.length - last.length >= at && text.endsWith(last)
}

function matchesHost(content: string, host: string): boolean {
  const wanted = /^domain:(.+)$/.exec(content)?.[1]?.toLowerCase()
  if (wanted === undefined) return false
  return wanted.startsWith('*.') ? host.endsWith(wanted.slice(1)) : wanted === host
}

/** Patterns as in .gitignore: `//abs`, `~/x`, `/x` from the settings file's folder, else from the session's folder. */
function matchesPath(rule: Rule, path: string, context: PolicyContext): boolean {
  const content = rule.content ?? ''
  const anchored = anchor(content, rule.root, context)
  return pathPattern(anchored).test(path)
}

function anchor(content: string, root: string, context: PolicyContext): string {
  if (content.startsWith('//')) return resolvePath(content.slice(1), '/', context.home)
  if (content.startsWith('~/')) return resolvePath(content, '/', context.home)
  if (content.startsWith('/')) return resolvePath(content.slice(1), root, context.home)
  // A bare name matches at any depth, as .gitignore has it.
  const bare = content.replace(/^\.\//, '')
  const deep = !content.startsWith('./') && !bare.replace(/\/$/, '').includes('/')
  return resolvePath(deep ? `**/${bare}` : bare, context.cwd, context.home)
}

function pathPattern(glob: string): RegExp {
  let source = ''
  for (let i = 0; i < glob.length; i++) {
    if (glob.startsWith('/**/', i)) {
      source += '/(?:[^/]+/)*'
      i += 3
    } else if (glob.startsWith('**', i)) {
      source += '.*'
      i += 1
    } else if (glob[i] === '*') source += '[^/]*'
    else if (glob[i] === '?') source += '[^/]'
    else source += (glob[i] ?? '').replace(/[.+^${}()|[\]\\]/g, '\\$&')
  }
  // A folder's rule is for all that lies in it.
  return new RegExp(`^${source}(?:/.*)?$`, 's')
}
