// One prompt: its steps in order, each told to Roost, written down and shown.
import { spawn } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/** Thrown to end a turn early; `says` is shown. */
class Interrupted extends Error {}

export async function runPrompt(agent, { prompt: text, steps }) {
  const { hooks, memory, terminal } = agent
  const turn = new AbortController()
  terminal.onStop = () => {
    if (turn.signal.aborted) return false
    turn.abort()
    agent.child?.kill('SIGTERM')
    return true
  }
  terminal.print(`\n\x1b[2m> ${text.replace(/\n/g, '\n  ')}\x1b[0m`)
  terminal.title(`◐ ${memory.title ?? ''}`)
  terminal.working()
  await hooks.tell('UserPromptSubmit', { prompt: text })
  memory.user(text)
  let last = ''
  const say = (words) => {
    last = words
    memory.assistant({ type: 'text', text: words })
    terminal.print(`● ${words}`)
  }
  try {
    for (const step of steps) {
      if (turn.signal.aborted) throw new Interrupted('Interrupted.')
      await take({ ...agent, agent, say, signal: turn.signal }, step.trim())
    }
  } catch (error) {
    if (!(error instanceof Interrupted) && !turn.signal.aborted) throw error
    terminal.print(`\x1b[31m${error instanceof Interrupted ? error.message : 'Interrupted.'}\x1b[0m`)
  }
  terminal.onStop = () => false
  terminal.title(`✳ ${memory.title ?? ''}`)
  await hooks.tell('Stop', { stop_hook_active: false, last_assistant_message: last })
}

/** The words a prompt may begin a line with; anything else is echoed. */
async function take(at, step) {
  const [, verb = '', rest = ''] = /^(\w+) ?([\s\S]*)$/.exec(step) ?? []
  const { agent, memory, hooks, terminal, say, signal } = at
  switch (verb) {
    case '':
      return
    case 'say':
      return say(rest)
    case 'think':
      return void (await wait(Number(rest) || 500, undefined, { signal }))
    case 'until':
      while (!existsSync(resolve(rest))) await wait(20, undefined, { signal })
      return
    case 'title':
      memory.name(rest)
      return terminal.title(`◐ ${rest}`)
    case 'edit': {
      const [, path = 'notes.txt', content = ''] = /^(\S+) ?([\s\S]*)$/.exec(rest) ?? []
      return edit(at, resolve(path), content)
    }
    case 'run':
      return void (await bash(at, rest, {}))
    case 'both':
      return void (await Promise.all(rest.split(' and ').map((command) => bash(at, command, {}))))
    case 'sub': {
      const who = { agent_id: createHash('sha256').update(rest).digest('hex').slice(0, 17), agent_type: 'helper' }
      await hooks.tell('SubagentStart', who)
      await bash(at, rest, who)
      return hooks.tell('SubagentStop', who)
    }
    case 'ask':
      return question(at, rest, false)
    case 'askmany':
      return question(at, rest, true)
    case 'plan':
      return plan(at, rest || '# A plan')
    case 'flood':
      for (let n = 1; n <= (Number(rest) || 1000); n += 1) process.stdout.write(`line ${n} of the flood\r\n`)
      return
    case 'status': {
      // OSC 7501, for those who want to hear it from the agent itself: status blocked permission words
      const [state, kind, ...words] = rest.split(' ')
      const msg = words.length > 0 ? `:msg=${Buffer.from(words.join(' ')).toString('base64')}` : ''
      return void process.stdout.write(`\x1b]7501;state=${state}:app=demo${kind && kind !== '-' ? `:kind=${kind}` : ''}${msg}\x1b\\`)
    }
    case 'fail':
      return hooks.tell('StopFailure', { error: 'unknown', last_assistant_message: rest || 'The model does not answer.' })
    case 'stubborn':
      agent.stubborn = true
      return say('I will not go by myself.')
    case 'clear':
      await hooks.tell('SessionEnd', { reason: 'clear' })
      memory.forget(randomUUID())
      return say('A new conversation.')
    case 'crash':
      return process.kill(process.pid, 'SIGKILL')
    case 'exit':
      await hooks.tell('SessionEnd', { reason: 'other' })
      terminal.close()
      return process.exit(Number(rest) || 0)
    default:
      if (/what did I say first/i.test(step)) return say(`You said first: ${memory.said[0] ?? 'nothing'}`)
      return say(`You said: ${step}`)
  }
}

async function edit(at, path, content) {
  const input = { file_path: path, old_string: '', new_string: content }
  const { id, ruled, why } = await begin(at, 'Edit', input, {})
  if (ruled === 'deny') return denied(at, id, { message: why })
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `${content}\n`)
  await end(at, { id, tool: 'Edit', input, result: 'written', failed: false, who: {} })
}

async function bash(at, command, who) {
  const input = { command, description: `Run ${command}` }
  const { id, ruled, why } = await begin(at, 'Bash', input, who)
  if (ruled === 'deny') return denied(at, id, { message: why })
  const rule = { toolName: 'Bash', ruleContent: `${command.split(' ').slice(0, 2).join(' ')} *` }
  const permission_suggestions = [{ type: 'addRules', rules: [rule], behavior: 'allow', destination: 'session' }]
  const key = `Bash(${rule.ruleContent})`
  const decision = ruled === 'allow' || (allowed.has(key) && ruled !== 'ask')
    ? { behavior: 'allow' }
    : await decide(at, { tool_name: 'Bash', tool_input: input, permission_suggestions, ...who }, [
        `\x1b[1mBash\x1b[0m  ${command}`,
        'Do you want to proceed?',
      ])
  if (decision.updatedPermissions) allowed.add(key)
  if (decision.behavior !== 'allow') return denied(at, id, decision)
  const really = { ...input, ...decision.updatedInput }
  const { output, code } = await execute(at, String(really.command))
  const result = output.trim() || '(no output)'
  await end(at, { id, tool: 'Bash', input: really, result, failed: code !== 0, who })
}
/** Rules that "always" wrote; they last as long as the process. */
const allowed = new Set()

async function question(at, text, multiSelect) {
  const [question = '?', ...labels] = text.split('|').map((part) => part.trim())
  const options = labels.map((label) => {
    const [, name = label, description] = /^([^:]+): (.+)$/.exec(label) ?? []
    return { label: name, ...(description && { description }) }
  })
  const input = { questions: [{ question, header: 'Question', multiSelect, options }] }
  const { id } = await begin(at, 'AskUserQuestion', input, {})
  const decision = await decide(at, { tool_name: 'AskUserQuestion', tool_input: input }, [`\x1b[1m${question}\x1b[0m`], labels)
  if (decision.behavior !== 'allow') return denied(at, id, decision)
  const answers = decision.updatedInput?.answers ?? { [question]: options[decision.chosen ?? 0]?.label ?? '' }
  await end(at, { id, tool: 'AskUserQuestion', input: { ...input, answers }, result: JSON.stringify(answers), failed: false, who: {} })
  at.say(`You chose: ${Object.values(answers).join(', ')}`)
}

async function plan(at, text) {
  const input = { plan: text }
  const { id } = await begin(at, 'ExitPlanMode', input, {})
  const decision = await decide(at, { tool_name: 'ExitPlanMode', tool_input: input }, [text, '', 'Would you like to proceed?'])
  if (decision.behavior !== 'allow') return denied(at, id, decision)
  await end(at, { id, tool: 'ExitPlanMode', input: {}, result: 'approved', failed: false, who: {} })
}

async function begin({ memory, hooks, terminal }, tool, input, who) {
  const id = `toolu_${randomUUID()}`
  memory.assistant({ type: 'tool_use', id, name: tool, input })
  terminal.print(`\x1b[32m●\x1b[0m ${tool}(${String(input.command ?? input.file_path ?? '')})`)
  const ruled = await hooks.tell('PreToolUse', { tool_name: tool, tool_input: input, tool_use_id: id, ...who })
  return { id, ruled: ruled?.permissionDecision, why: ruled?.permissionDecisionReason }
}

async function end({ memory, hooks, terminal }, { id, tool, input, result, failed, who }) {
  memory.toolResult(id, result, failed)
  terminal.print(`  ⎿ ${result.replace(/\n/g, '\n    ')}`)
  const event = failed ? 'PostToolUseFailure' : 'PostToolUse'
  await hooks.tell(event, { tool_name: tool, tool_input: input, tool_use_id: id, ...who })
}

function denied({ memory, say }, id, decision) {
  const why = decision.message ?? 'The person said no.'
  memory.toolResult(id, why, true)
  if (decision.interrupt) throw new Interrupted(why)
  say(`I was told no: ${why}`)
}

/**
 * Asks outside and in the terminal at once; the first answer wins. One given here is not told outside (as with
 * Claude Code: the hook goes on waiting and its late answer is ignored), only a no hangs up. Dialogs queue.
 */
async function decide({ hooks, terminal }, fields, rows, options) {
  const held = hooks.ask(fields)
  const outside = new AbortController()
  const before = dialogs
  const here = before.then(() => {
    if (outside.signal.aborted) return undefined
    return options ? terminal.choose(rows, options, outside.signal) : terminal.dialog(rows, outside.signal)
  })
  dialogs = here.then(() => {})
  const answered = here.then((answer) => (answer === undefined ? new Promise(() => {}) : { answer }))
  const first = await Promise.race([held.decision.then((decision) => ({ decision })), answered])
  if ('decision' in first) {
    outside.abort()
    terminal.print(`  ⎿ answered from outside: ${first.decision.behavior}`)
    return first.decision
  }
  if (first.answer === false) {
    held.hangUp()
    return { behavior: 'deny', message: 'Interrupted.', interrupt: true }
  }
  return { behavior: 'allow', ...(typeof first.answer === 'number' && { chosen: first.answer }) }
}
let dialogs = Promise.resolve()

function execute({ agent, terminal }, command) {
  return new Promise((done) => {
    const child = spawn('/bin/sh', ['-c', command], { stdio: ['ignore', 'pipe', 'pipe'] })
    agent.child = child
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (part) => {
        output += part
      })
    child.on('error', (error) => done({ output: error.message, code: 1 }))
    child.on('close', (code) => {
      agent.child = undefined
      done({ output, code: code ?? 1 })
    })
    terminal.working()
  })
}
