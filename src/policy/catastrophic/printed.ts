import type { Call } from '../judge.ts'
import { literal } from '../words.ts'

/**
 * What a pipeline prints when its text is written in it: `echo cm0= | base64 -d`. Undefined when anything in it is known
 * only when it runs.
 */
export function printed(calls: readonly Call[]): string | undefined {
  const [first, ...filters] = calls
  if (!first) return undefined
  const start = said(first) ?? (first.given === undefined ? undefined : filtered(first, first.given))
  return filters.reduce<string | undefined>(
    (text, call) => (text === undefined ? undefined : filtered(call, text)),
    start,
  )
}

/** The text of an `echo`, a `printf` without values to fill in, or a `cat` of a here-text. */
function said({ name, args, given }: Call): string | undefined {
  const texts = args.map((arg) => literal(arg))
  if (texts.some((text) => text === undefined)) return undefined
  const words = texts.flatMap((text) => text ?? [])
  if (name === 'cat') return words.every((word) => word === '-') ? given : undefined
  if (name === 'echo') {
    const plain = words.findIndex((word) => !/^-[neE]+$/.test(word))
    return unescaped((plain < 0 ? [] : words.slice(plain)).join(' '))
  }
  if (name !== 'printf') return undefined
  const [format = '', ...values] = words[0] === '--' ? words.slice(1) : words
  return unescaped(/%[bs]/.test(format) ? values.join(' ') : format)
}

const unescaped = (text: string): string =>
  text
    .replace(/\\([nt])/g, (_, letter) => (letter === 'n' ? '\n' : '\t'))
    .replace(/\\x([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))

/** The text after a filter whose work can be done here. */
function filtered({ name, args }: Call, text: string): string | undefined {
  const flags = args.map((arg) => arg.text)
  switch (name) {
    case 'cat':
    case 'tee':
      return text
    case 'rev':
      return text
        .split('\n')
        .map((line) => Array.from(line).reverse().join(''))
        .join('\n')
    case 'base64':
      return flags.some((flag) => /^(-[diD]+|--decode)$/.test(flag))
        ? Buffer.from(text, 'base64').toString()
        : undefined
    case 'xxd':
      return flags.some((flag) => /^-[a-z]*r/.test(flag))
        ? Buffer.from(text.replace(/\s/g, ''), 'hex').toString()
        : undefined
    default:
      return undefined
  }
}
