// Tells Roost what happens, in the words of Claude Code's hooks, over HTTP to the session's host.
import { request } from 'node:http'

/** An event that nobody takes within this time is dropped: the agent's work does not wait for us, ms. */
const TELL_MS = 2000

export function createHooks({ url, secret, about }) {
  function post(event, fields, { timeout, signal } = {}) {
    const body = JSON.stringify({ ...about(), hook_event_name: event, ...fields })
    return new Promise((resolve, reject) => {
      const sent = request(
        `${url}/hook/${event}`,
        {
          method: 'POST',
          agent: false,
          signal,
          headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}`, 'content-length': Buffer.byteLength(body) },
        },
        (response) => {
          let text = ''
          response.setEncoding('utf8').on('data', (part) => (text += part))
          response.on('end', () => resolve(text)).on('error', reject)
        },
      )
      if (timeout) sent.setTimeout(timeout, () => sent.destroy(new Error('nobody took the hook')))
      sent.on('error', reject)
      sent.end(body)
    })
  }
  return {
    /** Resolves with what was said to it once the event was taken, or with nothing when it could not be. */
    async tell(event, fields) {
      if (!url) return undefined
      const text = await post(event, fields, { timeout: TELL_MS }).catch(() => '{}')
      return JSON.parse(text || '{}').hookSpecificOutput
    },
    /**
     * Asks and waits as long as it takes. `decision` resolves with what was decided outside, and never when
     * nobody decides there: the dialog in the terminal is open all the while. `hangUp` says it was left.
     */
    ask(fields) {
      const gone = new AbortController()
      const never = new Promise(() => {})
      const decision = url
        ? post('PermissionRequest', fields, { signal: gone.signal }).then(
            (text) => JSON.parse(text).hookSpecificOutput?.decision ?? never,
            () => never,
          )
        : never
      return { decision, hangUp: () => gone.abort() }
    },
  }
}
