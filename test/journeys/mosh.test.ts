import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { armedCard, pressUntil } from '../helpers/card.ts'
import { modesOf } from '../helpers/cells.ts'
import { hasMosh, moshScreen } from '../helpers/mosh.ts'
import { product } from '../helpers/product.ts'
import { openTerminal } from '../helpers/screen.ts'

const SIZE = { cols: 45, rows: 20 }

test.skipIf(!hasMosh)(
  `over a real mosh at 45x20: list, peek, approve, attach, type, detach, leave${hasMosh ? '' : ' (not run: mosh is missing)'}`,
  async () => {
    await using roost = await product()
    await roost.run('command', '-n', 'typist', '--', 'sh', '-c', 'echo ready; exec cat')
    const asker = await roost.run('demo', '-n', 'asker', 'run touch approved-by-hand')
    await roost.seen(asker, 'its request', ({ state }) => state === 'needs-input')
    const view = await moshScreen(roost, SIZE)
    const titles: string[] = []
    view.term.onTitleChange((title) => titles.push(title))
    const list = () =>
      view.waitFor(
        (text) => /Needs input 1|Working 1|Idle \d/.test(text) && text.includes('typist'),
        'the list',
      )
    await list()
    await roost.until('the title', () => titles.at(-1) === '[mosh] (1) roost')

    view.write('g ')
    await view.waitFor((text) => text.includes('touch approved-by-hand') && /Esc back/.test(text), 'the peek')
    view.write('\x1b')
    await list()

    view.write('i')
    await armedCard(view)
    await pressUntil(view, 'y', () => existsSync(join(roost.work, 'approved-by-hand')))
    await list()

    await pressUntil(view, '/', () => view.text().includes('›'))
    view.write('\x15typ')
    await view.waitFor((text) => text.includes('typist') && !text.includes('asker'), 'the one row')
    view.write('\r')
    await view.waitFor((text) => text.includes('Enter attach'), 'the list behind the filter')
    await pressUntil(view, '\r', () => /^ready/m.test(view.text()) && !view.text().includes('Idle'))
    view.write('über 日本 typed\r')
    await view.waitFor((text) => (text.match(/über 日本 typed/g) ?? []).length === 2, 'its echo')
    view.write('\x11')
    await list()
    await pressUntil(view, 'q', () => view.raw().includes('To come back: roost'))
    expect(await view.exit).toMatchObject({ code: 0 })
    // mosh has no alternate screen: what the view had drawn is cleared, what it said at the end stays.
    expect(view.text()).not.toContain('typist')
    expect(view.raw().toString()).toContain('To come back: roost')
    expect(modesOf(view.term)).toEqual(modesOf(openTerminal(SIZE.cols, SIZE.rows)))
  },
)
