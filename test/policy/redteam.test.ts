import { execFile, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { judgeCommand } from '../../src/policy/command.ts'
import { ATTACKS } from './attacks.ts'
import { MORE_ATTACKS } from './attacks-more.ts'
import { ATTACKS_BY_NAMES } from './attacks-names.ts'
import { ATTACKS_ON_TOOLS } from './attacks-tools.ts'

const ALL = [...ATTACKS, ...MORE_ATTACKS, ...ATTACKS_ON_TOOLS, ...ATTACKS_BY_NAMES]
const PARTS = 4
/** Each attack is a process or two; the machine may be busy with other tests. */
const PART_MS = 300_000
/** No network, no rights, and no process left when it ends. */
const ISOLATED = ['-rnmpf', '--mount-proc', '--kill-child']
const canIsolate = spawnSync('unshare', [...ISOLATED, 'true']).status === 0

const name = canIsolate
  ? 'an attack that really acts is never passed silently'
  : `attacks are not run: \`unshare ${ISOLATED.join(' ')}\` is refused here`

describe.runIf(canIsolate)(name, () => {
  let acted = 0

  test.each(Array.from({ length: PARTS }, (_, part) => part))(
    `part %i of ${PARTS}`,
    async (part) => {
      const attacker = join(import.meta.dirname, 'children/attacker.ts')
      const args = [...ISOLATED, process.execPath, attacker, String(part), String(PARTS)]
      const { stdout } = await promisify(execFile)('unshare', args, { env: { PATH: '/usr/bin:/bin' } })
      const found: { acted: number; holes: string[] } = JSON.parse(stdout)
      acted += found.acted
      expect(found.holes).toEqual([])
    },
    PART_MS,
  )

  test('most of them do act here, so that the rest of this means something', () => {
    expect(acted).toBeGreaterThan(ALL.length * 0.6)
  })
})

test('no attack passes silently, whether its program is installed here or not', () => {
  const context = {
    cwd: '/home/me/project',
    home: '/home/me',
    gitConfig: (folder: string) => (folder.includes('evil') ? 'core.fsmonitor=./watch\n' : 'user.name=me\n'),
  }
  expect(ALL.filter((command) => judgeCommand(command, context).verdict === 'allow')).toEqual([])
  expect(new Set(ALL).size).toBe(ALL.length)
})
