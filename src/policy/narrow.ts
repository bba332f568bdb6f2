import { matchingRule, parseRule, type Ask, type Rule } from './rules.ts'
import { commandOf, hostOf, kindOf, pathsOf } from './tools.ts'
import type { PolicyContext } from './verdict.ts'

/**
 * The narrowest rule that would let this very call pass the next time: the exact command, the one file, the one
 * host. Undefined when no rule can say just that (a command with a redirect, a wildcard, several lines).
 */
export function narrowRule(ask: Ask, context: PolicyContext): string | undefined {
  const text = narrowest(ask, context)
  return text !== undefined && covers(text, ask, context) !== undefined ? text : undefined
}

/** The rule as parsed when it parses and covers the call; for a rule that a person has edited, too. */
export function covers(text: string, ask: Ask, context: PolicyContext): Rule | undefined {
  const outcome = parseRule(text, { kind: 'allow', from: 'card', root: context.cwd })
  return outcome.type === 'rule' ? matchingRule([outcome.rule], 'allow', ask, context) : undefined
}

function narrowest({ tool, input }: Ask, context: PolicyContext): string | undefined {
  switch (kindOf(tool)) {
    case 'shell': {
      const command = commandOf(input)?.trim()
      return command === undefined || /[*\n\r]/.test(command) ? undefined : `Bash(${command})`
    }
    case 'write':
    case 'read': {
      const [path, ...more] = pathsOf(input, context)
      if (path === undefined || more.length > 0 || /[*?()[\]]/.test(path)) return undefined
      return `${kindOf(tool) === 'write' ? 'Edit' : 'Read'}(/${path})` // `//` anchors at the root
    }
    case 'fetch': {
      const host = hostOf(input.url)
      return host === undefined ? undefined : `WebFetch(domain:${host})`
    }
    case 'names':
    case 'search':
    case 'websearch':
    case 'patch':
    case 'own':
      return undefined
    case undefined:
      return tool.startsWith('mcp__') ? tool : undefined
  }
}
