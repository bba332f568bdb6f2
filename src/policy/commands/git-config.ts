import { HOLE } from '../judge.ts'
import type { PolicyContext } from '../verdict.ts'

// Options with which a repository makes a reading git run a program of its choice (git-config manual, gitattributes).
const RUNS =
  /^(core\.(pager|editor|sshcommand|hookspath|gitproxy|askpass|alternaterefscommand)|diff\.external|diff\..*\.(command|textconv)|filter\..*\.(clean|smudge|process)|gpg(\..*)?|credential(\..*)?\.helper|interactive\.difffilter|pager\..*|sequence\.editor|browser\..*|extensions\.partialclone|remote\..*\.(uploadpack|receivepack|vcs|promisor)|log\.showsignature|trace2\..*|protocol\..*|uploadpack\.packobjectshook)$/i

/** Why git is not silent in this folder; undefined when its repository's config runs nothing. */
export function unsafeGitConfig(context: PolicyContext, folder: string): string | undefined {
  if (folder.startsWith(HOLE)) return 'which repository it reads is known only when it runs'
  const text = context.gitConfig?.(folder)
  if (text === undefined) return 'the repository\u2019s own options are not known'
  for (const line of text.split('\n')) {
    const at = line.indexOf('=')
    const key = (at < 0 ? line : line.slice(0, at)).trim()
    const value = at < 0 ? 'true' : line.slice(at + 1).trim()
    if (/^core\.fsmonitor$/i.test(key) && !/^(true|false|yes|no|on|off|0|1|)$/i.test(value))
      return `the repository\u2019s option \`${key}\` runs a program`
    if (RUNS.test(key) && !/^(cat|false|)$/i.test(value))
      return `the repository\u2019s option \`${key}\` can run a program`
  }
  return undefined
}
