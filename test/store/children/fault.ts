// Does one thing to a file once it is told to, on its main thread and with nothing before it, so that a tracer
// attached meanwhile can count system calls from there. Prints `ready`, then `done` or the error.
import { readSync, writeSync } from 'node:fs'
import { openAudit } from '../../../src/store/audit.ts'
import { openLog } from '../../../src/store/log.ts'
import { takeLock } from '../../../src/store/lock.ts'
import { writeAtomic } from '../../../src/store/write.ts'

const [act, path = '', text = ''] = process.argv.slice(2)
const audit = act === 'audit' ? openAudit(path) : undefined

writeSync(1, 'ready\n')
readSync(0, Buffer.alloc(16))
try {
  if (act === 'write') writeAtomic(path, text)
  if (act === 'audit') audit?.append({ at: 1, kind: 'request', who: 'child', what: text })
  if (act === 'log') for (let n = 0; n < 50; n++) openLog(path, 'info').info(text, { n })
  if (act === 'lock') {
    const lock = await takeLock(path)
    if ('release' in lock) lock.release()
  }
  writeSync(1, 'done\n')
} catch (error) {
  writeSync(1, `${String(error)}\n`)
}
