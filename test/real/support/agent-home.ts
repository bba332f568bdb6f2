import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A home of its own for an agent under test, and a folder to work in. */
export type AgentHome = {
  base: string
  cwd: string
  /** A whole clean environment. */
  env: Record<string, string>
  remove(): void
}

/**
 * The environment carries nothing of an agent or of a proxy around the tests; in particular not IS_SANDBOX, which
 * would lift what Claude Code refuses to root.
 */
export function agentHome(name: string): AgentHome {
  const base = mkdtempSync(join(realpathSync(tmpdir()), `roost-${name}-`))
  const cwd = join(base, 'project')
  mkdirSync(cwd)
  const env: Record<string, string> = {}
  const foreign =
    /^(CLAUDE|ANTHROPIC|CODEX|OPENAI|GEMINI|GOOGLE|OPENCODE|COPILOT|GITHUB_|GH_|XDG_|IS_SANDBOX|AI_AGENT|ROOST|CI$|https?_proxy|HTTPS?_PROXY|ALL_PROXY)/
  for (const [key, value] of Object.entries(process.env))
    if (value !== undefined && !foreign.test(key)) env[key] = value
  return {
    base,
    cwd,
    env: { ...env, HOME: base, TERM: 'xterm-256color' },
    remove: () => rmSync(base, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }),
  }
}
