// The least a view of the same list could be: no framework, no layout, whole rows written when they change.
import { connect } from 'node:net'

const rows = process.stdout.rows - 2
const cols = process.stdout.columns
const sessions = new Map()
let selected = 0
let painted = []
let timer

process.stdin.setRawMode(true)
process.stdout.write('\x1b[?1049h\x1b[2J\x1b[H\x1b[?25lroost')
const socket = connect(process.argv[2])
socket.write(
  `${JSON.stringify({ id: 1, method: 'hello', params: { protocol: { major: 1, minor: 1 }, build: 'floor', client: 'floor' } })}\n${JSON.stringify({ id: 2, method: 'session.watch', params: {} })}\n`,
)
let rest = ''
socket.on('data', (chunk) => {
  const lines = (rest + chunk).split('\n')
  rest = lines.pop()
  for (const text of lines) {
    const said = JSON.parse(text)
    for (const session of said.result?.sessions ?? []) sessions.set(session.id, session)
    if (said.event === 'session.changed') sessions.set(said.data.id, said.data)
  }
  timer ??= setTimeout(paint, painted.length === 0 ? 0 : 250)
})
process.stdin.on('data', (keys) => {
  for (const key of String(keys)) selected = Math.max(0, selected + (key === 'j' ? 1 : key === 'k' ? -1 : 0))
  if (String(keys).includes('q')) process.exit(0)
  paint()
})

function paint() {
  clearTimeout(timer)
  timer = undefined
  const top = Math.max(0, selected - rows + 1)
  const lines = [...sessions.values()].slice(top, top + rows).map((session, n) => {
    const { name, agent, life } = session
    const text = `${n + top === selected ? '▌' : ' '}● ${name.padEnd(30)} ${(life.activity.what ?? '').padEnd(40)} ${agent}`
    return text.slice(0, cols)
  })
  let out = ''
  for (const [n, text] of lines.entries()) if (painted[n] !== text) out += `\x1b[${n + 2};1H${text}\x1b[K`
  painted = lines
  if (out !== '') process.stdout.write(out)
}
