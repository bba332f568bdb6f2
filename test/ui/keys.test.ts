import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { BINDINGS, type Binding, type Context } from '../../src/ui/keys.ts'
import { keyName } from '../../src/ui/keynames.ts'

const all: readonly Binding[] = BINDINGS
const contexts = [...new Set(all.map((b) => b.context))]

describe.each(contexts)('%s', (context: Context) => {
  const mine = all.filter((b) => b.context === context)

  test('no key has two meanings', () => {
    const keys = mine.flatMap((b) => b.keys)
    expect(keys.toSorted()).toEqual([...new Set(keys)].toSorted())
  })

  test('everything can be done without Ctrl, Alt or an arrow: phones', () => {
    const plain = (key: string) =>
      !/^(?:ctrl|alt|shift)\+/.test(key) && !['up', 'down', 'left', 'right'].includes(key)
    // Some have no key at all: they are found by name.
    // One goes round the requests and the fields with Tab, conversations too; a line at a time has a screen at a time instead.
    const spared = ['previous', 'up', 'down', 'earlier']
    expect(
      mine
        .filter((b) => b.keys.length > 0 && !b.keys.some(plain) && !spared.includes(b.action))
        .map((b) => b.action),
    ).toEqual([])
  })

  test('one can leave with Esc', () => {
    expect(mine.flatMap((b) => b.keys)).toContain('esc')
  })
})

const TITLES: Partial<Record<Context, string>> = {
  list: 'The list',
  peek: 'Peek',
  permission: 'A request for permission',
  rule: 'A rule to write',
  question: 'A question',
  plan: 'A plan',
  text: 'A field of text',
  new: 'New session',
  conversations: 'An earlier conversation',
  palette: 'All commands',
  audit: 'The audit',
  search: 'What was found',
  sheet: 'A text to read',
  stats: 'Stats',
  welcome: 'The first time',
  confirm: 'Stop or remove?',
  log: 'Output',
  help: 'Keys',
}

test('docs/keys.md is the table of keys', async () => {
  const sections = Object.entries(TITLES).map(([context, title]) => {
    const rows = all
      .filter((b) => b.context === context)
      .map((b) => `| ${b.keys.map((k) => `\`${keyName(k)}\``).join(' ') || 'by name'} | ${b.label} |`)
    return [`## ${title}`, '', '| key | |', '|---|---|', ...rows, ''].join('\n')
  })
  const text = [
    '# Keys of the view',
    '',
    'Written by `test/ui/keys.test.ts` from the one table that the view itself reads (`src/ui/keys.ts`).',
    'Attached to a session, `Ctrl+Q` or `Ctrl+\\` leads back to the list; all else goes to the session.',
    'Everywhere: `^L` draws the screen anew, `^Z` stops the view until `fg`.',
    '',
    ...sections,
  ].join('\n')
  await expect(text).toMatchFileSnapshot(join(import.meta.dirname, '../../docs/keys.md'))
})
