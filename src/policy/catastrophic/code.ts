import type { Call, Judge } from '../judge.ts'
import { inside, note } from '../judge.ts'
import { readScript } from '../parse.ts'
import { resolvePath } from '../paths.ts'
import { literal } from '../words.ts'
import { ownState } from './targets.ts'

// Code in other languages is only looked at for the two patterns nobody writes by accident.
export function judgeCode(judge: Judge, call: Call): void {
  const code = call.args.map((a) => literal(a) ?? '').join('\n')
  const dials =
    /socket\.(socket|create_connection|tcp)|use Socket|IO::Socket|TCPSocket|fsockopen|net\.(connect|Socket|createConnection)|require\(['"]net['"]\)|\/inet\/(tcp|udp)\//.test(
      code,
    )
  const shell =
    /dup2|pty\.spawn|subprocess|os\.system|\bexec\b|child_process|spawn|proc_open|shell_exec|\/bin\/(ba|z|da)?sh|["'`]sh\b/.test(
      code,
    )
  // The shell dials itself; awk opens such names, and `|& getline` runs what it is told there.
  if (
    /\b(ba|z|k)?sh\b[^\n]*\/dev\/(tcp|udp)\/\S+/.test(code) ||
    /\/inet\/(tcp|udp)\/[^]*\|&?\s*getline/.test(code)
  )
    note(judge, 'gives a shell to another machine', call.piece, 'catastrophic')
  if (dials && shell && /\b(ba|z|da)?sh\b/.test(code))
    note(judge, 'gives a shell to another machine', call.piece, 'catastrophic')
  if (
    /(rmtree|rmSync|rm_rf|remove_entry_secure|remove_dir_all|rimraf(\.sync)?)\s*\(?\s*['"](\/|~|\/(usr|etc|home|var|bin|lib|boot|root|Users|System))\/?['"]/.test(
      code,
    )
  )
    note(judge, 'deletes the system or a home folder', call.piece, 'catastrophic')
  if (/\bfork(\(\))?\s+while\b|\bwhile\s*\(?\s*(True|true|1)\s*\)?\s*[:{]\s*(os\.)?fork\b/.test(code))
    note(judge, 'starts itself over and over until the machine stops', call.piece, 'catastrophic')
  judgeTexts(judge, call, code)
}

/** The texts in the code: shell commands that it hands on, and places of Roost's that it writes. */
function judgeTexts(judge: Judge, call: Call, code: string): void {
  const texts = [...code.matchAll(/(["'`])((?:\\.|(?!\1)[^\\]){1,400})\1/gs)].map((found) => found[2] ?? '')
  const { home } = judge.context
  if (
    /\bopen\b[^\n]*["'](w|a|r\+|>)|write|unlink|remove|rename|rmtree|rmSync|truncate|chmod/i.test(code) &&
    texts.some((text) => call.scope.cwds.some((cwd) => ownState(resolvePath(text, cwd, home), judge.context)))
  )
    note(judge, 'changes what Roost itself may do', call.piece, 'catastrophic')
  if (
    !/\b(system|exec\w*|run|call|check_call|check_output|[pP]open|spawn\w*|shell_exec|passthru)\b/.test(code)
  )
    return
  // `['rm', '-rf', '/']` is one command, too.
  const lists = [...code.matchAll(/\[\s*((["'])[^"'[\]]*\2\s*,?\s*){2,12}\]/g)].map(([list]) =>
    [...list.matchAll(/["']([^"']*)["']/g)].map((word) => word[1]).join(' '),
  )
  for (const text of [...texts, ...lists].slice(0, 24)) {
    if (!/^\s*(\/\S+\/)?(sudo|rm|mkfs\S*|dd|chmod|chown|mv|find|shred|curl|wget|sh|bash)\s/.test(text))
      continue
    const read = readScript(text)
    if (read.type === 'script')
      judge.nested(read.script, inside(call.scope, { source: text, feed: 'unknown' }))
  }
}
