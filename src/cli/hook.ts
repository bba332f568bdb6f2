import { request } from 'node:http'
import { readFileSync } from 'node:fs'

/**
 * For agents that can only run a command as a hook: hands the event on standard input to the session's host and
 * prints its answer. Whatever goes wrong, it prints nothing and ends well: the agent then asks by itself.
 * Kept free of any other import, since it runs before every tool call.
 */
export function run(argv: string[]): Promise<number> {
  const { ROOST_HOOK_URL: url, ROOST_HOOK_SECRET: secret } = process.env
  const [event] = argv
  if (url === undefined || secret === undefined || event === undefined || !/^\w+$/.test(event))
    return Promise.resolve(0)
  const body = readFileSync(0)
  return new Promise((resolve) => {
    const post = request(`${url}/hook/${event}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${secret}`,
        'content-type': 'application/json',
        'content-length': body.length,
      },
    })
    post.on('error', () => resolve(0))
    post.on('response', (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('error', () => resolve(0))
      answer.on('end', () => {
        if (answer.statusCode === 200) process.stdout.write(Buffer.concat(parts))
        resolve(0)
      })
    })
    post.end(body)
  })
}
