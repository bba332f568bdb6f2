import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { canMount } from '../store/faults.ts'
import { TEST_MS } from '../helpers/patience.ts'
import { lives, product, roostFile, type Row } from '../helpers/product.ts'

test('a daemon that may hardly open a file loses no session, and says what is wrong', async () => {
  await using roost = await product()
  const ids = []
  for (let n = 0; n < 6; n++) ids.push(await roost.run('command', '-n', `s${n}`, '--', 'cat'))
  const before = processesOf(await roost.ls())
  // From the fewest with which it starts at all, to plenty.
  for (const files of [16, 20, 22, 24, 26, 28, 32, 40]) {
    await roost.killDaemon()
    const ran = spawnSync(
      'sh',
      ['-c', `ulimit -n ${files}; exec "$0" "$@"`, process.execPath, roostFile, 'ls', '--json'],
      { env: roost.env, encoding: 'utf8', cwd: roost.work },
    )
    const where = `with ${files} files: ${ran.stdout}${ran.stderr}`
    // Either the whole list, or a refusal that is no list: never fewer sessions, never one taken for dead.
    if (ran.status === 0) expect(processesOf(JSON.parse(ran.stdout)), where).toEqual(before)
    else if (nodeRuns(files)) expect(ran.stderr, where).not.toBe('')
    for (const { hostPid, agentPid } of Object.values(before))
      expect(lives(hostPid ?? 0) && lives(agentPid ?? 0), where).toBe(true)
    for (const id of ids)
      expect(JSON.parse(readFileSync(roost.paths.job(id).state, 'utf8')).life.status, where).toBe('running')
  }
  await roost.killDaemon()
  expect(processesOf(await roost.ls())).toEqual(before)
  for (const id of ids) await roost.seen(id, 'its host', ({ detail }) => !detail.includes('does not answer'))
})

/** By id: the order is the list's, and what prints nothing moves to the idle ones. */
const processesOf = (rows: Row[]) =>
  Object.fromEntries(rows.map(({ id, hostPid, agentPid }) => [id, { hostPid, agentPid }]))

/** With fewer than about twenty Node itself ends without a word. */
function nodeRuns(files: number): boolean {
  return spawnSync('sh', ['-c', `ulimit -n ${files}; exec "$0" -e 0`, process.execPath]).status === 0
}

test.skipIf(!canMount())(
  'a full disk loses nothing that was promised, refuses what it cannot keep, and a stop still works (needs a mount table of its own)',
  async () => {
    const base = mkdtempSync('/tmp/rt-')
    const home = join(base, 'h')
    mkdirSync(home)
    const script = `
set -e
mount -t tmpfs -o size=24m,mode=700 none "$HOME_DIR"
roost() { "$NODE" "$ROOST_FILE" "$@"; }
told() { if said=$(roost "$@" 2>&1); then echo "$said exit 0"; else echo "$said exit $?"; fi | tr '\\n' ' '; }
keep=$(roost run --json -a command -n keep -- sh -c 'i=0; while :; do i=$((i+1)); echo "line $i"; sleep 0.2; done' | sed 's/.*"id":"\\([0-9a-f]*\\)".*/\\1/')
gone=$(roost run --json -a command -n gone --pin -- cat | sed 's/.*"id":"\\([0-9a-f]*\\)".*/\\1/')
dd if=/dev/zero of="$HOME_DIR/fill" bs=4096 2>/dev/null || true
echo "START $(told run -a command -n refused -- cat)"
echo "NAME $(told rename "$keep" renamed)"
echo "STOP $(told stop "$gone")"
echo "DOCTOR $(told doctor)"
echo "LS $(roost ls --json)"
for f in "$HOME_DIR"/roster.json "$HOME_DIR"/jobs/*/state.json; do "$NODE" -e 'JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"))' "$f" && echo "READABLE $f"; done
kill -9 "$("$NODE" -e 'console.log(JSON.parse(require("fs").readlinkSync(process.argv[1])).pid)' "$HOME_DIR/daemon.lock")"
echo "FULL $(told ls --json)"
rm "$HOME_DIR/fill"
echo "AFTER $(roost ls --json)"
roost stop --all >/dev/null
roost daemon stop >/dev/null
`
    const ran = spawnSync('unshare', ['-rm', '--propagation', 'private', 'sh', '-c', script], {
      env: {
        ...process.env,
        HOME_DIR: home,
        ROOST_HOME: home,
        ROOST_FILE: roostFile,
        NODE: process.execPath,
        HOME: base,
      },
      encoding: 'utf8',
      cwd: base,
      timeout: TEST_MS / 2,
    })
    const line = (name: string) =>
      new RegExp(`^${name} (.*)$`, 'm').exec(ran.stdout)?.[1] ?? `nothing: ${ran.stdout}${ran.stderr}`
    try {
      expect(line('START')).toMatch(/ENOSPC.*exit [1-9]|full.*exit [1-9]/)
      expect(line('STOP')).toContain('exit 0')
      expect(line('DOCTOR')).toMatch(/✗ disk +full: \d+ KB left.*exit 1/)
      // Kept, or refused: what was said holds after the kill.
      const name = line('NAME').includes('exit 0') ? 'renamed' : 'keep'
      const now = JSON.parse(line('LS')) as { name: string; state: string }[]
      expect(now.map(({ name }) => name)).not.toContain('refused')
      expect(now.find(({ name }) => name === 'gone')?.state).toBe('stopped')
      expect(ran.stdout.match(/^READABLE /gm)?.length).toBeGreaterThanOrEqual(3)
      const after = JSON.parse(line('AFTER')) as { name: string; state: string; hostPid: number | null }[]
      const kept = after.find(({ hostPid }) => hostPid !== null)
      expect(kept).toMatchObject({ name, state: expect.stringMatching(/working|idle|unknown/) })
      expect(after.find((row) => row.name === 'gone')?.state).toBe('stopped')
    } finally {
      rmSync(base, { recursive: true, force: true })
    }
  },
)

test('a home that may not be written says so in a sentence', async () => {
  await using roost = await product({}, { isFresh: true })
  writeFileSync(roost.home, '') // a file where the folder should be
  const ran = await roost.roost(['ls'])
  expect(ran.code).not.toBe(0)
  expect(ran.stderr).toContain(roost.home)
  expect(existsSync(join(roost.home, 'jobs'))).toBe(false)
})

test('a home that cannot be made is told in the same words by a command and by the doctor', async () => {
  await using roost = await product({}, { isFresh: true })
  writeFileSync(roost.home, '')
  const env = { ROOST_HOME: join(roost.home, 'deeper') }
  const ran = await roost.roost(['ls'], { env })
  expect(ran.code).toBe(6)
  expect(ran.stderr).toMatch(/deeper cannot be made; set ROOST_HOME to a folder you may write to/)
  const looked = await roost.roost(['doctor'], { env })
  expect(looked.code).toBe(1)
  expect(looked.stdout).toMatch(
    /✗ home .*deeper cannot be made\n.*set ROOST_HOME to a folder you may write to/,
  )
})
