import type { Notice } from '../../protocol/notice.ts'
import { plain } from '../text.ts'
import type { Surroundings } from './surroundings.ts'

const BELL = '\u0007'

/**
 * The bytes that tell the person something on their own terminal: the bell, and a message where one passes.
 * OSC 9 (iTerm2, kitty, WezTerm, Ghostty, Windows Terminal) or OSC 777 (VTE, foot, urxvt): only one of them, since
 * some terminals take both and would show two. What knows neither ignores them; mosh and screen let none through.
 */
export function tellBytes(notice: Notice, env: NodeJS.ProcessEnv, { line, inside }: Surroundings): string {
  const bell = notice.bell ? BELL : ''
  const isShownHere = notice.desktop && line === 'local' // by the desktop that this terminal is a window of
  const passes = line !== 'mosh' && inside !== 'screen' && env.TERM !== 'linux' && env.TERM !== 'dumb'
  if (!notice.terminal || isShownHere || !passes) return bell
  return bell + wrapped(message(notice, env), inside)
}

function message({ title, text }: Notice, env: NodeJS.ProcessEnv): string {
  const head = plain(title, 100)
  const body = plain(text, 200)
  const takes777 = env.VTE_VERSION !== undefined || /^(?:foot|rxvt)/.test(env.TERM ?? '')
  // A semicolon would end the title of one, and make `4;1;50` a progress bar of the other.
  if (takes777) return `\u001b]777;notify;${head.replaceAll(';', ',')};${body}${BELL}`
  return `\u001b]9;${head.startsWith('roost') ? head : `roost: ${head}`} · ${body}${BELL}`
}

/** tmux hands it to its own terminal, where `allow-passthrough` is on; else it drops it. */
function wrapped(sequence: string, inside: Surroundings['inside']): string {
  return inside === 'tmux' ? `\u001bPtmux;${sequence.replaceAll('\u001b', '\u001b\u001b')}\u001b\\` : sequence
}
