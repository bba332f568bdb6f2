import { request } from 'node:http'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'

/**
 * For agents that can only run a command as a hook: hands the event on standard input to the session's host and
 * prints its answer. Whatever goes wrong, it prints nothing and ends well: the agent then asks by itself.
 * Kept free of any other import, since it runs before every tool call; and beside the host, which outlives upgrades.
 */
export function tellHost(event: string | undefined): Promise<void> {
  const { ROOST_HOOK_URL: url, ROOST_HOOK_SECRET: secret } = process.env
  if (url === undefined || secret === undefined || event === undefined || !/^\w+$/.test(event))
    return Promise.resolve()
  const body = standardInput()
  if (body === undefined) return Promise.resolve()
  return new Promise((resolve) => {
    const post = request(`${url}/hook/${event}`, {
      method: 'POST',
      agent: false, // the shared one may be told to go through a proxy
      headers: {
        authorization: `Bearer ${secret}`,
        'content-type': 'application/json',
        'content-length': body.length,
      },
    })
    post.on('error', () => resolve())
    post.on('response', (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('error', () => resolve())
      answer.on('end', () => {
        if (answer.statusCode === 200) process.stdout.write(Buffer.concat(parts))
        resolve()
      })
    })
    post.end(body)
  })
}

function standardInput(): Buffer | undefined {
  try {
    return readFileSync(0)
  } catch {
    return undefined // EAGAIN, EISDIR: an agent that hands over something else
  }
}

if (/^hook\.(cjs|ts)$/.test(basename(process.argv[1] ?? ''))) void tellHost(process.argv[2])
