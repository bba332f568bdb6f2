/** The option an argument is, without its value: `--model` of `--model=x`. */
export const flagOf = (arg: string): string => (arg.startsWith('--') ? (arg.split('=', 1)[0] ?? arg) : arg)

/** Arguments without the options of `drop`; one that is in `valued` too takes the word behind it along. */
export function withoutFlags(
  args: string[],
  drop: ReadonlySet<string>,
  valued: ReadonlySet<string>,
): string[] {
  const kept: string[] = []
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? ''
    const flag = flagOf(arg)
    if (!drop.has(flag)) kept.push(arg)
    else if (valued.has(flag) && !arg.includes('=') && args[at + 1]?.startsWith('-') === false) at += 1
  }
  return kept
}
