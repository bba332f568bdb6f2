import { parseArgs, type ParseArgsConfig } from 'node:util'
import { EXIT, Failure } from './exit.ts'
import { messageOf } from '../../protocol/thrown.ts'

type Options = NonNullable<ParseArgsConfig['options']>
type Parsed<O extends Options> = ReturnType<
  typeof parseArgs<{ options: O; allowPositionals: true; args: string[] }>
>

/** Thrown for `--help`: prints the help and ends well. */
class Help extends Error {
  override name = 'Help'
}

/**
 * Options and words of one verb. What stands after `--` comes back apart, untouched.
 * @throws Help for -h or --help, Failure `usage` for anything not understood.
 */
export function readArgs<const O extends Options>(
  argv: string[],
  spec: { help: string; options: O; words?: { min: number; max: number } },
): { values: Parsed<O>['values']; words: string[]; rest: string[] } {
  const cut = argv.indexOf('--')
  const own = cut === -1 ? argv : argv.slice(0, cut)
  const rest = cut === -1 ? [] : argv.slice(cut + 1)
  if (own.includes('--help') || own.includes('-h')) throw new Help(spec.help)
  const usage = `${spec.help.split('\n', 1)[0]}`
  try {
    const { values, positionals } = parseArgs({ args: own, options: spec.options, allowPositionals: true })
    const { min, max } = spec.words ?? { min: 0, max: 0 }
    const many = positionals.length
    if (many < min) throw new Failure(EXIT.usage, `something is missing\n${usage}`)
    if (many > max) throw new Failure(EXIT.usage, `"${positionals[max]}" is too much here\n${usage}`)
    return { values, words: positionals, rest }
  } catch (cause) {
    if (cause instanceof Failure) throw cause
    const [sentence] = messageOf(cause).split('. ', 1)
    throw new Failure(EXIT.usage, `${sentence}\n${usage}`, { cause })
  }
}
