/**
 * Runs the attacks of one part (`attacker.ts part parts`) and prints what it found as one line of JSON. Run inside of a
 * user, network and process namespace: it tries commands that do harm.
 */
import { judgeCommand } from '../../../src/policy/command.ts'
import { ATTACKS } from '../attacks.ts'
import { MORE_ATTACKS } from '../attacks-more.ts'
import { ATTACKS_BY_NAMES } from '../attacks-names.ts'
import { ATTACKS_ON_TOOLS } from '../attacks-tools.ts'
import { openSandbox } from '../sandbox.ts'

const AT_ONCE = 3

const [part, parts] = process.argv.slice(2).map(Number)
const mine = [...ATTACKS, ...MORE_ATTACKS, ...ATTACKS_ON_TOOLS, ...ATTACKS_BY_NAMES]
  .filter((_, i) => i % (parts ?? 1) === part)
  .values()
const sandbox = openSandbox()
let acted = 0
const holes: string[] = []
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    const { acts } = sandbox.copy()
    for (const command of mine) {
      if (!(await acts(command))) continue
      acted++
      if (judgeCommand(command, sandbox.context).verdict === 'allow') holes.push(command)
    }
  }),
)
sandbox.close()
process.stdout.write(`${JSON.stringify({ acted, holes })}\n`)
