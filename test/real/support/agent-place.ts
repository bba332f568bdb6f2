import { dirname } from 'node:path'
import type { AgentPlace } from '../journeys.ts'
import type { AgentHome } from './agent-home.ts'
import type { FakeApi } from './fake-api.ts'

/** An agent under test with all it needs; `home` gets the address of the stand-in for its model. */
export async function placeOf(agent: {
  install(): Promise<string>
  serve(): Promise<FakeApi<unknown>>
  home(api: string): Pick<AgentHome, 'cwd' | 'env' | 'remove'>
}): Promise<AgentPlace> {
  const [program, api] = await Promise.all([agent.install(), agent.serve()])
  const home = agent.home(api.url)
  return {
    cwd: home.cwd,
    env: { ...home.env, PATH: `${dirname(program)}:${home.env.PATH}` },
    heard: () => JSON.stringify(api.requests),
    async remove() {
      home.remove()
      await api.close()
    },
  }
}
