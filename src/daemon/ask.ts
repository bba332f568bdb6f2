import { connect } from 'node:net'
import { LINE_LIMIT } from '../protocol/control.ts'
import { LineDecoder } from '../protocol/lines.ts'
import { build, CONTROL } from '../protocol/version.ts'
import { messageOf } from '../protocol/thrown.ts'

/** As which the daemon asks itself. No client: it keeps nobody from leaving. */
export const SELF = 'self'

/**
 * Says hello on a daemon's socket, as a client does.
 * @returns the pid of who answered.
 * @throws with a short reason: nobody there, refused, or no answer within `ms`.
 */
export function askDaemon(socketPath: string, ms: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(socketPath)
    const decoder = new LineDecoder(LINE_LIMIT)
    const late = setTimeout(() => fail(`no answer in ${ms / 1000} s`), ms)
    const end = () => {
      clearTimeout(late)
      socket.destroy()
    }
    const fail = (why: string) => {
      end()
      reject(new Error(why))
    }
    socket.on('connect', () => {
      const params = { protocol: CONTROL, build, client: SELF }
      socket.write(`${JSON.stringify({ id: 1, method: 'hello', params })}\n`)
    })
    socket.on('data', (chunk: Buffer) => {
      try {
        decoder.push(chunk, (line) => {
          const pid = readPid(line)
          if (pid === undefined) return fail(`it refuses: ${line.slice(0, 200)}`)
          end()
          resolve(pid)
        })
      } catch (error) {
        fail(messageOf(error))
      }
    })
    socket.on('error', (error: NodeJS.ErrnoException) => fail(error.code ?? error.message))
    socket.on('close', () => fail('the connection was closed'))
  })
}

/** Of another build, perhaps: nothing is taken on trust. @throws when it is not JSON. */
function readPid(line: string): number | undefined {
  const reply: unknown = JSON.parse(line)
  const result = typeof reply === 'object' && reply !== null && 'result' in reply ? reply.result : undefined
  const pid = typeof result === 'object' && result !== null && 'pid' in result ? result.pid : undefined
  return typeof pid === 'number' ? pid : undefined
}
