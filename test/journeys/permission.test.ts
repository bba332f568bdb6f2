import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { armedCard, hasCard, isArmed, pressUntil } from '../helpers/card.ts'
import { product, type Product } from '../helpers/product.ts'

const asked = (roost: Product, count = 1) =>
  roost.until(`${count} open`, async () => {
    const open = await roost.approvals()
    return open.length === count && open
  })
const idle = (roost: Product, id: string, says: string) =>
  roost.seen(id, says, (row) => row.state === 'idle' && row.detail.includes(says))
const view = (roost: Product) => roost.screen({ cols: 80, rows: 24 })
const audit = (roost: Product): Record<string, unknown>[] =>
  readFileSync(join(roost.home, 'audit.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

const inField = (text: string) => /Esc back/.test(text)

/** The session's own screen below the card names the call too: the title tells. */
const ruleShown = (text: string) => text.includes('Always allow') && /^│ +Bash\(touch made/m.test(text)

/** A session that asks to make a file, and the view with its card open. */
async function cardFor(roost: Product, prompt = 'run touch made') {
  const id = await roost.run('demo', '-n', 'asker', prompt)
  const [request] = await asked(roost)
  const screen = await view(roost)
  await screen.waitFor((text) => text.includes('Needs input 1'), 'the session in need')
  screen.write('i')
  await screen.waitFor(hasCard, 'the card')
  return { id, request, screen, made: () => existsSync(join(roost.work, 'made')) }
}

test('i and y let the command run once, and the audit trail says who allowed it', async () => {
  await using roost = await product()
  const { id, screen, made, request } = await cardFor(roost)
  await armedCard(screen)
  expect(screen.text()).toContain('touch made')
  screen.write('y')
  await idle(roost, id, '')
  expect(made()).toBe(true)
  await screen.waitFor((text) => text.includes('Idle 1') && !hasCard(text), 'the list')
  expect(audit(roost)).toContainEqual(
    expect.objectContaining({
      kind: 'request',
      session: id,
      verdict: 'allow',
      who: expect.stringMatching(/^view \d+$/) as string,
      what: expect.objectContaining({ request: request?.id }) as object,
    }),
  )
})

test('n asks for a reason, and the agent reads it', async () => {
  await using roost = await product()
  const { id, screen, made } = await cardFor(roost)
  await armedCard(screen)
  screen.write('n')
  await screen.waitFor((text) => text.includes('Why?'), 'the field')
  // y, a, e and i are letters now; one of them typed ahead in the same chunk as Enter too.
  screen.write('yea, use the staging folder — é日本')
  await screen.waitFor((text) => text.includes('é日本'), 'the reason')
  screen.write('\r')
  await idle(roost, id, 'I was told no: yea, use the staging folder — é日本')
  expect(made()).toBe(false)
})

test('a shows the rule it would write, and only a second yes writes it', async () => {
  await using roost = await product()
  const { id, screen, made } = await cardFor(roost, 'run touch made\nrun touch more')
  await armedCard(screen)
  screen.write('a')
  await screen.waitFor(ruleShown, 'the rule')
  screen.write('n')
  await armedCard(screen, 'the card again')
  expect(made()).toBe(false)
  screen.write('a')
  await screen.waitFor((text) => ruleShown(text) && isArmed(screen), 'the rule, and keys that count')
  screen.write('y')
  await roost.until('the file', made)
  // The rule was for `touch made`, not for every touch.
  await asked(roost)
  await roost.roost(['deny', id])
  await idle(roost, id, 'told no')
  expect(audit(roost)).toContainEqual(expect.objectContaining({ verdict: 'always' }))
})

test('the rule is changed in place; one that is too broad is refused with why, and the good one is written', async () => {
  await using roost = await product()
  const { id, screen, made } = await cardFor(roost, 'run touch made\nrun touch more')
  await armedCard(screen)
  screen.write('a')
  await screen.waitFor(ruleShown, 'the rule')
  expect(screen.text()).toContain('~/h/config.json')
  screen.write('e')
  await screen.waitFor((text) => text.includes('Nothing is written yet'), 'the field')
  screen.write('\u0015Bash(*)\r')
  await screen.waitFor((text) => text.includes('every call of that tool'), 'why it is refused')
  expect(existsSync(join(roost.home, 'config.json'))).toBe(false)
  screen.write('\u0015Bash(touch *)')
  await screen.waitFor(
    (text) => text.includes('Bash(touch *)') && !text.includes('every call'),
    'the new rule',
  )
  screen.write('\r')
  await screen.waitFor((text) => text.includes('as you changed it'), 'the rule to be written')
  expect(made()).toBe(false)
  await pressUntil(screen, 'y', made)
  // The wider rule is for the next one too: it runs unasked.
  await roost.until('the second file', () => existsSync(join(roost.work, 'more')))
  await idle(roost, id, '')
  expect(JSON.parse(readFileSync(join(roost.home, 'config.json'), 'utf8'))).toMatchObject({
    folders: { [roost.work]: { allow: ['Bash(touch *)'] } },
  })
})

test('e changes the command, and what runs is the changed one', async () => {
  await using roost = await product()
  const { id, screen, made } = await cardFor(roost)
  await armedCard(screen)
  screen.write('e')
  await screen.waitFor((text) => !hasCard(text), 'the field')
  screen.write(' changed')
  await screen.waitFor((text) => text.includes('touch made changed'), 'the change')
  screen.write('\r')
  await armedCard(screen)
  expect(screen.text()).toContain('touch made changed')
  expect(made()).toBe(false)
  await pressUntil(screen, 'y', () => existsSync(join(roost.work, 'changed')))
  expect(made()).toBe(true)
  await idle(roost, id, '')
})

test('answered from the command line, the card of every view says who did it, and goes', async () => {
  await using roost = await product()
  const { id, screen, request } = await cardFor(roost)
  const other = await roost.screen({ cols: 45, rows: 18 })
  await other.waitFor((text) => text.includes('Needs input 1'), 'the session in need')
  other.write('i')
  await other.waitFor(hasCard, 'its card')
  const said = await roost.roost(['approve', request?.id ?? ''])
  expect(said.code).toBe(0)
  for (const each of [screen, other])
    await each.waitFor((text) => /Answered/.test(text) && /allowed[^]*cli \d+/.test(text), 'who answered')
  await idle(roost, id, '')
  for (const each of [screen, other])
    await pressUntil(each, '\r', () => each.text().includes('Idle 1') && !each.text().includes('Answered'))
})

test('answered in several places at the same moment, one answer counts and the others are told', async () => {
  await using roost = await product()
  const { id, screen, request } = await cardFor(roost)
  await armedCard(screen)
  const word = request?.id ?? ''
  screen.write('y')
  const said = await Promise.all([
    roost.roost(['approve', word]),
    roost.roost(['deny', word]),
    roost.roost(['approve', word]),
  ])
  await idle(roost, id, '')
  for (const { code, stderr } of said)
    if (code !== 0) expect(stderr).toMatch(/not open any more|no open request|answered/)
  // Once in the trail, and once to the agent, whoever was first.
  expect(
    audit(roost).filter(({ kind, verdict }) => kind === 'request' && verdict !== undefined),
  ).toHaveLength(1)
})

test("answered in the agent's own dialog, the card says so and goes", async () => {
  await using roost = await product()
  const { id, screen, made } = await cardFor(roost)
  const inside = await roost.screen({ args: ['attach', id], cols: 80, rows: 24 })
  await inside.waitFor((text) => text.includes('y = yes'), "the agent's own dialog")
  inside.write('y')
  await roost.until('the file', made)
  await screen.waitFor((text) => text.includes("answered in the agent's own dialog"), 'how it was answered')
  expect(await roost.approvals()).toEqual([])
})

test("left in the agent's own dialog, the card goes too, and nothing ran", async () => {
  await using roost = await product()
  const { id, screen, made } = await cardFor(roost)
  await roost.json(['send', '--json', id, 'n']).catch(() => {})
  const inside = await roost.screen({ args: ['attach', id], cols: 80, rows: 24 })
  await inside.waitFor((text) => text.includes('y = yes'), "the agent's own dialog")
  inside.write('n')
  await screen.waitFor((text) => text.includes("closed in the agent's own dialog"), 'how it ended')
  await idle(roost, id, '')
  expect(made()).toBe(false)
})

test('an agent that is killed under an open card is not said to have been answered', async () => {
  await using roost = await product()
  const { id, request } = await cardFor(roost)
  process.kill((await roost.row(id)).agentPid ?? 0, 'SIGKILL')
  await roost.seen(id, 'its end', ({ agentPid }) => agentPid === null)
  await roost.until('the request to be gone', async () => (await roost.approvals()).length === 0)
  const lines = audit(roost).filter(({ what }) => JSON.stringify(what).includes(request?.id ?? 'none'))
  expect(lines.map(({ who }) => who)).toEqual(['agent', 'gone'])
})

test('the daemon is killed under an open card: it stays readable, comes back, and its answer reaches the agent', async () => {
  await using roost = await product()
  const { id, screen, request, made } = await cardFor(roost)
  const back = await roost.withoutDaemon()
  await screen.waitFor((text) => /daemon/i.test(text) && text.includes('touch made'), 'a word on the daemon')
  back()
  await screen.waitFor((text) => hasCard(text) && !/daemon/i.test(text), 'the daemon again')
  expect(await roost.approvals()).toMatchObject([{ id: request?.id, inputHash: request?.inputHash }])
  await pressUntil(screen, 'y', made)
  await idle(roost, id, '')
  // Both daemons were asked; it is written down once.
  const asks = audit(roost).filter(({ kind, who }) => kind === 'request' && who === 'agent')
  expect(asks).toHaveLength(1)
})

test('keys that come before the card can have been read do nothing', async () => {
  await using roost = await product()
  const id = await roost.run('demo', '-n', 'asker', 'run touch made')
  await asked(roost)
  const screen = await view(roost)
  await screen.waitFor((text) => text.includes('Needs input 1'), 'the session in need')
  screen.write('iyyyy\ra')
  await armedCard(screen)
  expect(await roost.approvals()).toHaveLength(1)
  // A request that opens by itself under a card is no different.
  await roost.run('demo', '-n', 'second', 'run touch second')
  await asked(roost, 2)
  screen.write('yyyy') // the first counts for the first card; the rest must not reach the next one
  await idle(roost, id, '')
  await screen.waitFor(
    (text) => hasCard(text) && text.includes('touch second') && isArmed(screen),
    'the next card',
  )
  expect(await roost.approvals()).toHaveLength(1)
  expect(existsSync(join(roost.work, 'second'))).toBe(false)
})

test('Enter never approves', async () => {
  await using roost = await product()
  const { screen } = await cardFor(roost)
  await armedCard(screen)
  screen.write('\r')
  screen.write('\n')
  screen.write('\r\r')
  screen.write(' ')
  // Its own mark that all of these were read.
  screen.write('?')
  await screen.waitFor((text) => !hasCard(text), 'the help')
  screen.write('\x1b')
  await armedCard(screen)
  expect(await roost.approvals()).toHaveLength(1)
})

test('what is risky wants two presses of their own: yy or y Enter in one go do not approve', async () => {
  await using roost = await product()
  const { screen, id } = await cardFor(roost, 'run rm -rf ./made')
  expect(screen.text()).toMatch(/RISK/)
  await armedCard(screen)
  screen.write('yy')
  await screen.waitFor((text) => text.includes('y again'), 'the first press')
  screen.write('y\r')
  screen.write('yyyyyyyy')
  screen.write('v')
  screen.write('v')
  expect(await roost.approvals()).toHaveLength(1)
  // Moving on takes the first press back.
  screen.write('\x1b')
  await screen.waitFor((text) => text.includes('Needs input 1'), 'the list')
  screen.write('i')
  await armedCard(screen)
  expect(screen.text()).not.toContain('y again')
  expect(await roost.approvals()).toHaveLength(1)
  await pressUntil(screen, 'y', async () => (await roost.approvals()).length === 0)
  await idle(roost, id, '')
})

test('two requests at once: j shows the other, an answer moves on to what is left', async () => {
  await using roost = await product()
  const id = await roost.run('demo', '-n', 'both', 'both touch one and touch two')
  await asked(roost, 2)
  const screen = await view(roost)
  await screen.waitFor((text) => text.includes('Needs input 1'), 'the session in need')
  screen.write('i')
  await screen.waitFor((text) => hasCard(text) && text.includes('1 of 2'), 'the first card')
  screen.write('j')
  await screen.waitFor((text) => text.includes('2 of 2') && text.includes('touch two'), 'the second card')
  await armedCard(screen)
  screen.write('y')
  await roost.until('the second file', () => existsSync(join(roost.work, 'two')))
  await screen.waitFor(
    (text) => hasCard(text) && !text.includes('2 of 2') && isArmed(screen),
    'the first again',
  )
  expect(existsSync(join(roost.work, 'one'))).toBe(false)
  await armedCard(screen)
  screen.write('y')
  await roost.until('the first file', () => existsSync(join(roost.work, 'one')))
  await idle(roost, id, '')
})

/** In the card itself, not in a line about one before. */
const asks = (text: string, question: string) => text.includes(`\n│ ${question} `)

test('a question takes a number, several marks, or own words', async () => {
  await using roost = await product()
  const ids = [
    await roost.run('demo', 'ask Which one?|Alpha: the first|Beta|Gamma'),
    await roost.run('demo', 'askmany Which of these?|Red|Green|Blue'),
    await roost.run('demo', 'ask What else?|Nothing|Something'),
  ]
  await asked(roost, 3)
  const screen = await view(roost)
  await screen.waitFor((text) => text.includes('Needs input 3'), 'three in need')
  screen.write('i')
  const seen = new Set<string>()
  while (seen.size < 3) {
    const text = await screen.waitFor(
      (now) =>
        ['Which one?', 'Which of these?', 'What else?'].some((q) => asks(now, q) && !seen.has(q)) &&
        isArmed(screen),
      'a question whose keys count',
    )
    const answered = async (id: string) => (await roost.row(id)).state === 'idle'
    if (asks(text, 'Which one?')) {
      seen.add('Which one?')
      expect(text).toContain('the first')
      screen.write('2')
      await roost.until('the answer', () => answered(ids[0] ?? ''))
    } else if (asks(text, 'Which of these?')) {
      seen.add('Which of these?')
      screen.write('3')
      screen.write('1')
      screen.write('\r')
      await roost.until('the answer', () => answered(ids[1] ?? ''))
    } else {
      seen.add('What else?')
      screen.write('o')
      await screen.waitFor(inField, 'the field')
      screen.write('neither é')
      await screen.waitFor((now) => now.includes('neither é'), 'own words')
      screen.write('\r')
      await roost.until('the answer', () => answered(ids[2] ?? ''))
    }
  }
  await idle(roost, ids[0] ?? '', 'You chose: Beta')
  await idle(roost, ids[1] ?? '', 'You chose: Red, Blue')
  await idle(roost, ids[2] ?? '', 'You chose: neither é')
})

test('a plan is taken with y, or sent back with what to change', async () => {
  await using roost = await product()
  const yes = await roost.run('demo', 'plan # Split it\n')
  const first = await asked(roost)
  expect(first[0]).toMatchObject({ kind: 'plan', plan: '# Split it' })
  const screen = await view(roost)
  await screen.waitFor((text) => text.includes('Needs input 1'), 'one in need')
  screen.write('i')
  await screen.waitFor((text) => text.includes('Split it') && isArmed(screen), 'the plan')
  screen.write('y')
  await idle(roost, yes, '')
  const no = await roost.run('demo', 'plan # Join it\n')
  await asked(roost)
  await screen.waitFor((text) => text.includes('Needs input 1'), 'one in need')
  screen.write('i')
  await screen.waitFor((text) => text.includes('Join it') && isArmed(screen), 'the plan')
  screen.write('n')
  await screen.waitFor(inField, 'the field')
  screen.write('shorter')
  await screen.waitFor((now) => now.includes('shorter'), 'the words')
  screen.write('\r')
  await idle(roost, no, 'I was told no: shorter')
})
