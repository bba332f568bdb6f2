// Takes the lock again and again until it has had it `times` times, and looks each time whether somebody else
// is inside. With `dies`, the last time it is killed inside. Exit code 3: it was not alone.
import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { identityOf } from '../../../src/store/identity.ts'
import { takeLock } from '../../../src/store/lock.ts'

const [folder = '', times = '1', end] = process.argv.slice(2)
const room = join(folder, 'room')
const mine = join(room, String(process.pid))

for (let had = 0; had < Number(times); ) {
  const lock = await takeLock(join(folder, 'lock'))
  if (!('release' in lock)) {
    await setImmediate()
    continue
  }
  had++
  writeFileSync(mine, '')
  for (let look = 0; look < 3; look++) {
    const others = readdirSync(room).filter((pid) => pid !== String(process.pid))
    if (others.some((pid) => identityOf(Number(pid)) !== undefined)) process.exit(3)
    await setImmediate()
  }
  if (end === 'dies' && had === Number(times)) process.kill(process.pid, 'SIGKILL')
  rmSync(mine)
  lock.release()
}
