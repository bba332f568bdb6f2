/** What people look for when it is the secret that they want: how keys look, and how they are written down. */
const FISHING =
  /(KEY|TOKEN|SECRET|PASSW(OR)?D|PASS)[\w"'\\]*[=:]|PRIVATE KEY|AKIA|AIza|_authToken|gh[pousr]_|glpat-|npm_|xox[bp]|sk-|eyJ|BEGIN (RSA|OPENSSH)|(postgres(ql)?|mysql|mongodb(\+srv)?|rediss?|amqp):\/\//i

/** The name of a secret in capitals and nothing else: what it finds are lines of `.env` files. */
const NAME_ALONE = /^\W*(\w+_)?(KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS)\W*$/

/** The same however it is written, and the names of places that hold a password. */
const WIDE_NAME_ALONE =
  /^\W*(\w+_)?(api_?key|key|token|secret|passw(or)?d|passphrase|credentials?|dsn|(database|db|redis|mongo\w*|postgres\w*|amqp)_(url|uri|pass))s?\W*$/i

/** Literal characters in a row that make a pattern look for something; `=` or `[A-Z]+` find any assignment. */
const TELLING = 3

/** The pattern looks for secrets, or for nothing in particular, and so would print those that lie in the way. */
export function fishes(pattern: string, names = true): boolean {
  return /^[.*^$]*$/.test(pattern) || FISHING.test(pattern) || (names && NAME_ALONE.test(pattern))
}

/** The same for where `.env` files lie in the way: what matches any line of theirs does. */
export function fishesWide(
  pattern: string,
  { fixed, anyCase }: { fixed: boolean; anyCase: boolean },
): boolean {
  if (fishes(pattern)) return true
  if (WIDE_NAME_ALONE.test(pattern) && (anyCase || /^[\W\dA-Z_]*$/.test(pattern))) return true
  return pattern.split('\n').some((line) => (fixed ? longestWord(line) : sure(line)) < TELLING)
}

function longestWord(text: string): number {
  return Math.max(0, ...(text.match(/[\w\u0080-\uffff]+/g) ?? []).map((word) => word.length))
}

/**
 * Length of the longest run of letters that every match must hold. Basic, extended and Perl expressions alike: what is
 * an operator in one of them is taken for one.
 */
function sure(pattern: string): number {
  // From inside out: a group becomes its surest letters, or nothing when it may be left out.
  let text = pattern.replace(/\\?\[(\^?\]?(\[:\w+:\]|[^\]])*)\]/g, ' ').replace(/\\([(){}|?+])/g, '$1')
  for (let depth = 0; depth < 20; depth++) {
    const next = text.replace(
      /\((?:\?[:!=<]*)?([^()]*)\)([*?]|\{0?,?\d*\})?/g,
      (_, inner: string, optional?: string) => (optional ? ' ' : 'x'.repeat(least(inner)).concat(' ')),
    )
    if (next === text) break
    text = next
  }
  return least(text)
}

/** Of several alternatives the one that asks for least. */
function least(text: string): number {
  return Math.min(
    ...text
      .split('|')
      .map((way) =>
        longestWord(way.replace(/\\[a-zA-Z<>]/g, ' ').replace(/[\w\u0080-\uffff](?=[*?]|\{0?,)/g, ' ')),
      ),
  )
}
