/** What the person said last, all they said so far, and what tools gave back since the model last spoke. */
export type Turn = { said: string; before: string; results: string[] }
export type Reply = { text: string } | { run: string }

/**
 * What every stand-in for a model does with the person's words, so that the journeys of all agents need no
 * set-up: `touch FILE`, `run COMMAND`, `remember WORD`, `which word`; anything else is repeated.
 */
export function replyTo({ said, before, results }: Turn): Reply {
  if (results.length > 0) return { text: `The tool said: ${results.join(' | ')}` }
  const [, verb = '', rest = ''] = /^(\w+) ?([\s\S]*)$/.exec(said) ?? []
  switch (verb) {
    case 'touch':
      return { run: `touch ${rest}` }
    case 'run':
      return { run: rest }
    case 'remember':
      return { text: `I remember ${rest}.` }
    case 'which': {
      const word = before.match(/remember (\w+)/)?.[1]
      return { text: word ? `The word is ${word}.` : 'I know no word.' }
    }
    default:
      return { text: `You said: ${said}` }
  }
}
