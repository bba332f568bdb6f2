import { connect } from 'node:net'
import { Calls } from '../protocol/calls.ts'
import { encodeJson, Frame, FrameDecoder } from '../protocol/frames.ts'
import { HOST_PROTOCOL } from '../protocol/version.ts'
import type { Hello, HostCall, HostCalls, HostEvent, Welcome } from '../protocol/host.ts'
import { messageOf } from '../protocol/thrown.ts'

/** The daemon's own connection to one host. */
export type HostLink = {
  welcome: Welcome
  /** @throws Error when the host refuses or the connection goes away. */
  call<C extends HostCall>(method: C, params: HostCalls[C]['params']): Promise<HostCalls[C]['result']>
  close(): void
}

export type HostListener = { event(event: HostEvent): void; closed(why: string): void }

/** A host that is alive answers in microseconds; one that was stopped (SIGSTOP) or swapped out may take long. */
const WELCOME_MS = 5000

/**
 * Connects to a host as the daemon. Events that it kept while no daemon was there come first.
 * @throws Error when nobody serves the socket (with the system's code), or the one who does is not the session's host.
 */
export function linkHost(options: {
  socket: string
  session: string
  since: number
  listener: HostListener
}): Promise<HostLink> {
  return new Promise((resolve, reject) => {
    const socket = connect(options.socket)
    const calls = new Calls((frame) => socket.write(frame))
    const decoder = new FrameDecoder()
    let link: HostLink | undefined
    let why = 'the connection closed'
    let cause: Error | undefined
    const timer = setTimeout(() => {
      why = 'the host does not answer'
      socket.destroy()
    }, WELCOME_MS)

    socket.on('connect', () => {
      const hello: Hello = { protocol: HOST_PROTOCOL, role: 'daemon', since: options.since }
      socket.write(encodeJson(Frame.hello, hello))
    })
    socket.on('data', (chunk: Buffer) => {
      try {
        decoder.push(chunk, take)
      } catch (error) {
        why = messageOf(error)
        socket.destroy()
      }
    })
    socket.on('error', (error) => {
      why = error.message
      cause = error
    })
    socket.on('close', () => {
      clearTimeout(timer)
      calls.fail(why)
      if (link) options.listener.closed(why)
      else reject(cause ?? new Error(why))
    })

    function take(kind: number, payload: Buffer): void {
      if (kind === Frame.welcome) return greet(JSON.parse(payload.toString()) as Welcome)
      if (kind === Frame.event) return options.listener.event(JSON.parse(payload.toString()) as HostEvent)
      if (kind === Frame.reply) calls.settle(payload)
    }

    function greet(welcome: Welcome): void {
      clearTimeout(timer)
      if (welcome.session !== options.session) {
        why = `the socket belongs to session ${welcome.session}`
        return void socket.destroy()
      }
      link = { welcome, call, close: () => socket.destroy() }
      resolve(link)
    }

    function call<C extends HostCall>(
      method: C,
      params: HostCalls[C]['params'],
    ): Promise<HostCalls[C]['result']> {
      return socket.destroyed ? Promise.reject(new Error(why)) : calls.call(method, params)
    }
  })
}
