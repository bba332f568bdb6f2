import { readArgs } from './io/args.ts'
import { EXIT, Failure } from './io/exit.ts'
import { answer } from './io/requests.ts'

const help = `usage: roost approve [--always] [--answer text]… [--json] <request|session>

Lets the agent do what it asks, once. See what it is first: roost approvals

  --always        also write the rule the agent offers, so that it does not ask again
  --answer TEXT   for a question: the answer; repeat for several questions, in their order`

export async function run(argv: string[]): Promise<number> {
  const { values, words } = readArgs(argv, {
    help,
    options: {
      json: { type: 'boolean' },
      always: { type: 'boolean' },
      answer: { type: 'string', multiple: true },
    },
    words: { min: 1, max: 1 },
  })
  return answer(words[0] ?? '', values.json, (request) => {
    if (request.kind === 'question') {
      const given = values.answer ?? []
      const questions = request.questions ?? []
      if (given.length !== questions.length)
        throw new Failure(
          EXIT.usage,
          `it asks:\n${questions.map((q) => `  ${q.question} (${q.options.map(({ label }) => label).join(' | ')})`).join('\n')}\nsay: roost approve ${request.id}${' --answer "…"'.repeat(questions.length)}`,
        )
      return {
        verdict: 'answers',
        answers: Object.fromEntries(questions.map((q, i) => [q.question, given[i] ?? ''])),
      }
    }
    if (values.answer !== undefined)
      throw new Failure(EXIT.usage, `request ${request.id} is no question; --answer does not fit`)
    if (!values.always) return { verdict: 'allow' }
    if (!request.always)
      throw new Failure(EXIT.conflict, 'the agent offers no rule for this; leave --always out')
    return { verdict: 'always' }
  })
}
