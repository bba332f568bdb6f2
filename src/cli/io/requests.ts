import type { Control } from '../../client/control.ts'
import type { Answer, Closed, Request } from '../../protocol/request.ts'
import { pick, withDaemon } from './daemon.ts'
import { EXIT, Failure } from './exit.ts'
import { print, printJson } from './out.ts'

/**
 * The open request meant by a word: its id, a unique beginning of it, or the session it belongs to when that
 * has just one.
 */
async function findRequest(control: Control, word: string): Promise<Request> {
  const requests = await control.call('request.list', {})
  const byId = requests.filter(({ id }) => id.startsWith(word.toLowerCase()) && word !== '')
  const [only, second] = byId
  if (only && !second) return only
  if (second)
    throw new Failure(
      EXIT.notFound,
      `"${word}" fits several requests: ${byId.map(({ id }) => id).join(', ')}`,
    )
  const sessions = await control.call('session.list', {})
  const asked = sessions.some(({ id, name }) => name === word || id.startsWith(word))
  if (!asked) throw new Failure(EXIT.notFound, `there is no open request "${word}"; see: roost approvals`)
  const session = pick(sessions, word)
  const of = requests.filter((request) => request.session === session.id)
  const [first, more] = of
  if (first && !more) return first
  if (first)
    throw new Failure(
      EXIT.notFound,
      `session ${session.id} asks for ${of.length} things; choose one: ${of.map(({ id }) => id).join(', ')}`,
    )
  throw new Failure(EXIT.notFound, `session ${session.id} asks for nothing right now`)
}

/** Answers one request as the person at this command line, and prints what became of it. */
export async function answer(
  word: string,
  json: boolean | undefined,
  make: (request: Request) => Answer,
): Promise<number> {
  // Not a wall, since it is the same user; but no agent should answer for itself by accident or habit.
  if (process.env.ROOST_SESSION !== undefined)
    throw new Failure(EXIT.usage, 'answers are for people: this command does not work inside a session')
  const closed: Closed = await withDaemon(async (control) => {
    const request = await findRequest(control, word)
    return control.call('request.answer', {
      id: request.id,
      inputHash: request.inputHash,
      answer: make(request),
    })
  })
  if (json) printJson(closed)
  else print(closed.says)
  return EXIT.ok
}
