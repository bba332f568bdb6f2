// Takes the lock named on each line of stdin and says `held` or `no <pid>`; lets go on the line `release`.
import { createInterface } from 'node:readline'
import { takeLock } from '../../../src/store/lock.ts'

let release = () => {}
process.stdout.write('ready\n')
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'release') {
    release()
    process.stdout.write('released\n')
    continue
  }
  const lock = await takeLock(line)
  if ('release' in lock) release = () => lock.release()
  process.stdout.write('release' in lock ? 'held\n' : `no ${lock.heldBy?.pid}\n`)
}
