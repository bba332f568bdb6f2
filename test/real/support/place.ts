import { dirname } from 'node:path'
import type { Request } from '../../../src/protocol/request.ts'
import { product, type Product, type Row } from '../../helpers/product.ts'
import { claudeHome, installClaude, type ClaudeHome } from './claude-cli.ts'
import { serveFakeMessages, type FakeMessages } from './fake-messages.ts'
import type { blocksFor } from './script.ts'

/** The built Roost and the real Claude Code, each with a home of its own, and a stand-in for the model. */
export type Place = {
  roost: Product
  home: ClaudeHome
  api: FakeMessages
  /** `roost run` in the trusted folder. */
  start(...args: string[]): Promise<Row>
  /** Waits until a session is in a state, with words in its detail. */
  state(id: string, want: string, detail?: string): Promise<Row>
  /** Waits for an open request. */
  asked(fits?: (request: Request) => boolean): Promise<Request>
  [Symbol.asyncDispose](): Promise<void>
}

export async function place(
  options: Partial<Parameters<typeof claudeHome>[0]> & { blocksFor?: typeof blocksFor } = {},
): Promise<Place> {
  const [program, api] = await Promise.all([installClaude(), serveFakeMessages(options.blocksFor)])
  const home = claudeHome({ api: api.url, ...options })
  const roost = await product({ ...home.env, PATH: `${dirname(program)}:${home.env.PATH}` })
  return {
    roost,
    home,
    api,
    start: (...args) => roost.json(['run', '--json', '-C', home.cwd, ...args]),
    state: (id, want, detail = '') =>
      roost.until(`${want} ${detail}`, async () => {
        const row = await roost.row(id)
        return row.state === want && row.detail.includes(detail) && row
      }),
    asked: (fits = () => true) => roost.until('a request', async () => (await roost.approvals()).find(fits)),
    async [Symbol.asyncDispose]() {
      await roost[Symbol.asyncDispose]()
      home.remove()
      await api.close()
    },
  }
}
