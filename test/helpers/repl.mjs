// A small REPL such as people write: it asks before it edits, and keeps its thread in a file named by its id.
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

const say = (text) => process.stdout.write(`${text}\n`)
const args = process.argv.slice(2)
const at = (flag) => (args.includes(flag) ? args[args.indexOf(flag) + 1] : undefined)
const id = at('--restore') ?? `T-${process.pid}`
mkdirSync('threads', { recursive: true })
const file = `threads/${id}.txt`
if (existsSync(file)) say(`welcome back: ${readFileSync(file, 'utf8').trim().replaceAll('\n', ', ')}`)

function take(line) {
  if (line === '/quit') {
    say('bye')
    process.exit(0)
  }
  appendFileSync(file, `${line}\n`)
  if (line === 'edit') return process.stdout.write('Apply this edit? (Y)es/(N)o ')
  say(`did ${line}`)
  process.stdout.write('\nready> ')
}
createInterface({ input: process.stdin }).on('line', take)
const first = at('--message')
if (first !== undefined) take(first)
else process.stdout.write('\nready> ')
