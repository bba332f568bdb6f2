import { expect, test } from 'vitest'
import { backgroundOf, depthOf, drawsGlyphs, hintOf } from '../../../src/ui/look/terminal.ts'
import { DAY, NIGHT } from '../../../src/ui/look/palette.ts'

test.each([
  [{ TERM: 'xterm-256color', COLORTERM: 'truecolor' }, 'true'],
  [{ TERM: 'xterm-kitty' }, 'true'],
  [{ TERM: 'xterm-direct' }, 'true'],
  [{ TERM: 'tmux-256color' }, 256],
  [{ TERM: 'xterm' }, 16],
  [{ TERM: 'linux' }, 16],
  [{}, 16],
  [{ TERM: 'dumb', COLORTERM: 'truecolor' }, 'none'],
  [{ TERM: 'xterm-256color', NO_COLOR: '1' }, 'none'],
  [{ TERM: 'xterm-256color', NO_COLOR: '' }, 256],
])('%j: %s colours', (env, depth) => {
  expect(depthOf(env)).toBe(depth)
})

test.each([
  [{ LANG: 'en_US.UTF-8' }, true],
  [{ LANG: 'C.utf8' }, true],
  [{}, true],
  [{ LANG: 'C' }, false],
  [{ LANG: 'POSIX' }, false],
  [{ LANG: 'de_DE.ISO-8859-1' }, false],
  [{ LANG: 'en_US.UTF-8', LC_ALL: 'C' }, false],
  [{ LANG: 'C', LC_CTYPE: 'en_US.UTF-8' }, true],
  [{ LANG: 'C', LC_ALL: '', LC_CTYPE: 'UTF-8' }, true],
  [{ LANG: 'en_US.UTF-8', TERM: 'linux' }, false],
])('%j: glyphs beyond ASCII are drawn: %s', (env, draws) => {
  expect(drawsGlyphs(env)).toBe(draws)
})

test.each([
  ['15;0', NIGHT],
  ['0;15', DAY],
  ['0;default;15', DAY],
  ['7;8', NIGHT],
  ['12;7', DAY],
  ['', undefined],
  ['default;default', undefined],
])('COLORFGBG=%s', (value, back) => {
  expect(hintOf({ COLORFGBG: value })).toEqual(back)
})

test.each([
  ['\u001b]11;rgb:1616/1818/1d1d\u001b\\', [0x16, 0x18, 0x1d]],
  ['\u001b]11;rgb:ff/ff/ff\u0007', [255, 255, 255]],
  ['\u001b]11;rgb:f/0/8\u0007', [255, 0, 136]],
  ['\u001b]11;rgba:0000/0000/0000/ffff\u001b\\', [0, 0, 0]],
  ['\u001b]11;#fdf6e3\u0007', [0xfd, 0xf6, 0xe3]],
  ['\u001b]11;?\u0007', undefined],
  ['\u001b]11;rgb:zz/00/00\u0007', undefined],
  ['\u001b]10;rgb:00/00/00\u0007', undefined],
])('%j is read as %j', (reply, back) => {
  expect(backgroundOf(reply)).toEqual(back)
})
