import type { HostCall, HostCalls, HostStatus, Peek } from '../protocol/host.ts'
import type { Holds } from './holds.ts'
import type { Mirror } from './mirror.ts'
import { afterTyping, typedBytes } from './typing.ts'

/** What calls act on. */
export type Callee = {
  mirror: Mirror
  holds: Holds
  /** Types into the program. */
  write(bytes: Buffer): void
  wantsPaste(): boolean
  signal(signal: HostCalls['signal']['params']['signal']): boolean
  status(): HostStatus
  /** @throws Error while the agent runs. */
  collect(): void
}

const SIGNALS: ReadonlySet<unknown> = new Set(['SIGINT', 'SIGHUP', 'SIGTERM', 'SIGKILL', 'SIGCONT'])

/** Does what `{id, method, params}` asks for. @throws (rejects) with a sentence for the caller. */
export async function answerCall(
  callee: Callee,
  payload: Buffer,
): Promise<{ id: number; result?: unknown; error?: string }> {
  const call = JSON.parse(payload.toString('utf8')) as { id?: unknown; method?: unknown; params?: unknown }
  const id = typeof call.id === 'number' ? call.id : 0
  try {
    return { id, result: await act(callee, call.method, paramsOf(call.params)) }
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) }
  }
}

type Params = { get(name: string): unknown; text(name: string): string; isSet(name: string): boolean }

async function act(callee: Callee, method: unknown, params: Params): Promise<HostCalls[HostCall]['result']> {
  switch (method) {
    case 'answer':
      return { delivered: callee.holds.answer(params.text('hold'), params.get('body') ?? {}) }
    case 'keep':
      return { kept: callee.holds.keep(params.text('hold')) }
    case 'type': {
      callee.write(typedBytes(params.text('text'), params.isSet('paste') && callee.wantsPaste()))
      if (params.isSet('enter')) await new Promise<void>((done) => afterTyping(done))
      if (params.isSet('enter')) callee.write(Buffer.from('\r'))
      return { typed: true }
    }
    case 'keys':
      callee.write(Buffer.from(params.text('base64'), 'base64'))
      return { typed: true }
    case 'signal': {
      const signal = params.get('signal')
      if (!isSignal(signal)) throw new Error(`no such signal here: ${String(signal)}`)
      return { sent: callee.signal(signal) }
    }
    case 'screen':
      return callee.mirror.look((screen): Peek => screen.peek())
    case 'text': {
      const lines = Number(params.get('lines'))
      if (!(lines > 0)) throw new Error('how many lines?')
      return callee.mirror.look((screen) => ({ lines: screen.text(lines) }))
    }
    case 'status':
      return callee.status()
    case 'collect':
      callee.collect()
      return { ok: true }
    default:
      throw new Error(
        `this host has no method ${String(method)}; it may be older than you: restart the session to update it`,
      )
  }
}

function isSignal(value: unknown): value is HostCalls['signal']['params']['signal'] {
  return SIGNALS.has(value)
}

function paramsOf(value: unknown): Params {
  const fields = new Map(typeof value === 'object' && value !== null ? Object.entries(value) : [])
  return {
    get: (name) => fields.get(name),
    text(name) {
      const found: unknown = fields.get(name)
      if (typeof found !== 'string') throw new Error(`${name} must be a text`)
      return found
    },
    isSet: (name) => fields.get(name) === true,
  }
}
