/** With a proxy set, agents send even 127.0.0.1 through it, and what they tell Roost would never arrive. */
export function directLoopback(env: Record<string, string>): Record<string, string> {
  const proxied = ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy'].some(
    (name) => env[name],
  )
  if (!proxied) return {}
  const add = (list: string | undefined) => [...(list ? [list] : []), '127.0.0.1'].join(',')
  const list = env.NO_PROXY || env.no_proxy
  return { NO_PROXY: add(list), no_proxy: add(list) }
}

/**
 * Removes what an agent sets for what it runs: a session started from inside another must not take itself for a part
 * of that one.
 */
export const notInherited = (names: readonly string[], env: Record<string, string>): Record<string, string> =>
  Object.fromEntries(names.filter((name) => env[name] !== undefined).map((name) => [name, '']))
