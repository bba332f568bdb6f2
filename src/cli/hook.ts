/** Agents' hooks by command: see host/hook.ts, which Roost's own adapters run directly. */
export async function run([event]: string[]): Promise<number> {
  const { tellHost } = await import('../host/hook.ts')
  await tellHost(event)
  return 0
}
