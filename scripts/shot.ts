// A picture of a terminal program, from a real pty: `node scripts/shot.ts out.png --size 120x36 --wait text
// --keys 'j,j,Enter' --light -- command args`. Each key waits until the screen is still. Needs the font JetBrains Mono.
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { openScreen, type Screen } from '../test/helpers/screen.ts'
import { DARK, LIGHT, pngOf, svgOf } from '../test/helpers/shot.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    size: { type: 'string', default: '120x36' },
    wait: { type: 'string' },
    keys: { type: 'string' },
    light: { type: 'boolean', default: false },
  },
})
const [out, file, ...args] = positionals
if (!out || !file)
  throw new Error(
    'usage: node scripts/shot.ts out.png [--size CxR] [--wait text] [--keys j,Enter] -- command',
  )
const [cols = 120, rows = 36] = values.size.split('x').map(Number)

const NAMED: Record<string, string> = {
  Enter: '\r',
  Space: ' ',
  Esc: '\u001b',
  Tab: '\t',
  Up: '\u001b[A',
  Down: '\u001b[B',
}
/** No byte for this long: it has been drawn, ms. */
const STILL_MS = 700

async function still(screen: Screen): Promise<void> {
  for (let before = -1, now = 0; before !== now; now = screen.raw().length) {
    before = now
    await new Promise((done) => setTimeout(done, STILL_MS))
  }
}

const screen = await openScreen({ file, args, cols, rows })
// What is behind its text, when it is asked (OSC 11): as other terminals answer.
const colours = values.light ? LIGHT : DARK
screen.term.parser.registerOscHandler(11, (data) => {
  const [, r, g, b] = /^#(..)(..)(..)$/.exec(colours.back) ?? []
  if (data === '?') screen.write(`\u001b]11;rgb:${r}${r}/${g}${g}/${b}${b}\u001b\\`)
  return true
})
const { wait } = values
if (wait) await screen.waitFor((text) => text.includes(wait), wait)
await still(screen)
for (const key of values.keys?.split(',') ?? []) {
  screen.write(NAMED[key] ?? key)
  await still(screen)
}
writeFileSync(out, pngOf(svgOf(screen.term, colours, { cursor: true })))
await screen.close()
