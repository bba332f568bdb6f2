import type { Call, Judge } from '../judge.ts'
import { mayBeFlag, note } from '../judge.ts'
import { literal } from '../words.ts'
import { noteFlag } from './rule.ts'

const set = (text: string) => new Set(text.split(' '))
const ALONE = set(
  '-P -L -H -not -a -and -o -or -print -print0 -ls -prune -quit -depth -d -xdev -mount -empty -executable -readable -writable -daystart -follow -noleaf -nouser -nogroup -true -false -warn -nowarn -x -E -X -s -ignore_readdir_race -noignore_readdir_race',
)
const VALUED = set(
  '-name -iname -path -ipath -wholename -iwholename -regex -iregex -regextype -type -xtype -size -perm -user -group -uid -gid -links -inum -newer -anewer -cnewer -mtime -ctime -atime -mmin -cmin -amin -maxdepth -mindepth -lname -ilname -samefile -used -fstype -printf -depth -context',
)
const WHY: Record<string, string> = {
  '-delete': 'deletes what it finds',
  '-exec': 'runs a command on what it finds',
  '-ok': 'runs a command on what it finds',
  '-fprint': 'writes a file',
  '-fls': 'writes a file',
  '-files0-from': 'takes its starting points from a file',
}

/** find prints names; only its actions do more. Its tests are written out here, all others ask. */
export function find(judge: Judge, call: Call): void {
  let expression = false
  for (let i = 0; i < call.args.length; i++) {
    const arg = call.args[i]
    if (!arg) break
    const text = literal(arg)
    if (text === undefined) {
      // A path may hold a glob or a loop's value as long as it cannot become an action.
      const path = !expression && !mayBeFlag(arg) && !/^[-(!,]/.test(arg.text)
      if (!path) noteFlag(judge, call, { arg, why: WHY })
      continue
    }
    if (text === '(' || text === ')' || text === '!' || text === ',') expression = true
    else if (!text.startsWith('-')) {
      if (expression) noteFlag(judge, call, { arg, why: WHY })
    } else {
      expression ||= !/^-[PLH]$/.test(text)
      if (
        /^-newer[aBcm][aBcmt]$/.test(text) ||
        (VALUED.has(text) && !(text === '-depth' && !/^\d/.test(call.args[i + 1]?.text ?? '')))
      ) {
        const value = call.args[++i]
        if (!value) note(judge, `\`find ${text}\` lacks its value`, arg.piece)
        // A quoted pattern is text; an unquoted glob becomes file names, the second of which is an action or not.
        // No action has a dot in its name, so `*.ts` cannot become one.
        else if (value.splits || (mayBeFlag(value) && !/\.\w+$/.test(value.text)))
          noteFlag(judge, call, { arg: value, why: WHY })
        else if (VALUED.has(value.text) || /^-(exec|ok|delete|fprint|fls)/.test(value.text))
          noteFlag(judge, call, { arg: value, why: WHY })
      } else if (/^-O[0-3]$/.test(text) || ALONE.has(text)) continue
      else {
        noteFlag(judge, call, { arg, why: WHY })
        // The rest is another command's.
        if (/^-(exec|ok)(dir)?$/.test(text)) return
      }
    }
  }
}
