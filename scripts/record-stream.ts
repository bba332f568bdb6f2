// What the real Claude Code writes to its terminal in one turn, for the tests of our screen: a prompt, a permission
// request that is allowed, an answer. `npm run build && node scripts/record-stream.ts out.gz [COLSxROWS]`.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { place } from '../test/real/support/place.ts'

const [, , out = 'stream.gz', size = '100x30'] = process.argv
const [cols = 100, rows = 30] = size.split('x').map(Number)
await using p = await place({})
const { id } = await p.start('write a note')
const screen = await p.roost.screen({ args: ['attach', id], cols, rows })
const request = await p.asked().catch(() => undefined)
if (request) await p.roost.roost(['approve', request.id])
await p.state(id, 'idle').catch(() => undefined)
screen.write('and once more\r')
await new Promise((done) => setTimeout(done, 4000))
await screen.close()
const log = readFileSync(join(p.roost.paths.job(id).folder, 'output.log'))
writeFileSync(out, gzipSync(log, { level: 9 }))
console.log(`${log.length} bytes at ${size}`)
