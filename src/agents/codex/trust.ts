import { createHash } from 'node:crypto'

/**
 * A hook command for one event; `timeout` in seconds, `says` is shown while it runs. Events that name a tool are
 * matched for every tool.
 */
export type CodexHook = { event: string; command: string; timeout: number; says?: string }

/** Hooks given by `-c` belong to a settings layer of this name. */
const LAYER = '/<session-flags>/config.toml'
const OF_TOOLS = new Set(['PreToolUse', 'PermissionRequest', 'PostToolUse'])
const MATCHER = '.*'

/**
 * `-c` arguments that give Codex hooks, and trust exactly these: it runs none that it was not told to trust, by a
 * hash over what they are. Trusting all (`--dangerously-bypass-hook-trust`) would trust those of a repository too.
 * A hash that is not the one Codex computes makes it ask the person at the start, and no hook runs.
 */
export function hookArgs(hooks: CodexHook[]): string[] {
  const given = hooks.flatMap(({ event, command, timeout, says }) => {
    const matcher = OF_TOOLS.has(event) ? `matcher=${toml(MATCHER)},` : ''
    const status = says === undefined ? '' : `,statusMessage=${toml(says)}`
    const handler = `{type="command",command=${toml(command)},timeout=${timeout}${status}}`
    return ['-c', `hooks.${event}=[{${matcher}hooks=[${handler}]}]`]
  })
  const trusted = hooks.map(
    (hook) => `${toml(`${LAYER}:${snake(hook.event)}:0:0`)}={trusted_hash=${toml(hashOf(hook))}}`,
  )
  return [...given, '-c', `hooks.state={${trusted.join(',')}}`]
}

/**
 * SHA-256 over the hook as JSON with sorted keys and no space, as Codex 0.129 and later compute it (`currentHash`
 * of `hooks/list` in its app server; a test compares the two).
 */
function hashOf({ event, command, timeout, says }: CodexHook): string {
  const identity = {
    event_name: snake(event),
    hooks: [{ async: false, command, ...(says && { statusMessage: says }), timeout, type: 'command' }],
    ...(OF_TOOLS.has(event) && { matcher: MATCHER }),
  }
  return `sha256:${createHash('sha256').update(JSON.stringify(identity)).digest('hex')}`
}

const snake = (event: string): string => event.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase()

/** A basic string: JSON's escapes are TOML's too (TOML 1.0, Strings). */
const toml = (text: string): string => JSON.stringify(text)
