// The demo agent: a small program that looks and reports like a coding agent, with a script for a model. It
// needs no account and no network, runs through the same pty, hooks and conversation file as a real one, and
// does what it is told word for word, so tests steer it too. README.md beside it lists the words.
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createHooks } from './hooks.mjs'
import { openMemory } from './memory.mjs'
import { SCENARIOS } from './scenarios.mjs'
import { runPrompt } from './steps.mjs'
import { openTerminal } from './terminal.mjs'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    folder: { type: 'string' },
    id: { type: 'string' },
    resume: { type: 'string' },
    prompt: { type: 'string' },
    script: { type: 'string' },
    dialog: { type: 'boolean' },
  },
})
const folder = values.folder ?? process.cwd()
const [scene] = positionals
const scenario = scene === undefined ? undefined : SCENARIOS[scene]
if (scene !== undefined && !scenario) {
  console.error(`there is no scene "${scene}"; there are: ${Object.keys(SCENARIOS).join(', ')}`)
  process.exit(2)
}
if (scenario && !process.cwd().includes('/roost-demo')) {
  // A scene writes files: into the folder that was made for it, or one of its own; never where the person
  // happens to be.
  const work = mkdtempSync(join(tmpdir(), 'roost-demo-'))
  process.chdir(work)
}

const memory = openMemory(folder, values.resume ?? values.id ?? 'demo')
const hooks = createHooks({
  url: process.env.ROOST_DEMO_HOOK_URL,
  secret: process.env.ROOST_HOOK_SECRET,
  about: () => ({ session_id: memory.id, transcript_path: memory.path, cwd: process.cwd(), permission_mode: 'default' }),
})
const terminal = openTerminal()
const agent = { memory, hooks, terminal, child: undefined, stubborn: false }

async function leave(code, reason) {
  agent.child?.kill('SIGKILL')
  await hooks.tell('SessionEnd', { reason })
  terminal.close()
  process.exit(code)
}
process.on('SIGTERM', () => agent.stubborn || void leave(143, 'other'))
process.on('SIGHUP', () => agent.stubborn || void leave(129, 'other'))
terminal.onQuit = () => void leave(0, 'prompt_input_exit')

const queue = []
let wake = () => {}
terminal.onPrompt = (text) => {
  queue.push(text)
  wake()
}

if (values.dialog) {
  // A start-up dialog: no hook, no title, nothing but the screen tells of it.
  const yes = await terminal.dialog(['Is this a project you created or one you trust?', process.cwd(), '', '❯ No, exit', '  Yes, I trust this folder'])
  if (!yes) await leave(1, 'other')
}
const here = process.cwd()
const { HOME: home } = process.env
const shownFolder = home && here.startsWith(`${home}/`) ? `~${here.slice(home.length)}` : here
terminal.print(`\x1b[1mDemo agent\x1b[0m  ${shownFolder}`)
terminal.title(`✳ ${memory.title ?? ''}`)
if (values.resume !== undefined) terminal.print(`Going on with a conversation of ${memory.said.length} prompts.`)
else if (scenario) queue.push(scenario)
if (values.script !== undefined) queue.push(...JSON.parse(readFileSync(values.script, 'utf8')))
if (values.prompt !== undefined) queue.push(values.prompt)
// No hook comes before the first prompt: this is the sign that it waits for one.
if (queue.length === 0) process.stdout.write('\x1b]7501;state=idle:app=demo\x1b\\')

for (;;) {
  const prompt = queue.shift()
  if (prompt === undefined) {
    terminal.idle()
    await new Promise((resolve) => {
      wake = resolve
    })
    continue
  }
  await runPrompt(agent, typeof prompt === 'string' ? { prompt, steps: prompt.split('\n') } : prompt)
}
