/** The title onto the terminal's stack and back from it (XTWINOPS 22, 23): programs set their own. */
export const KEEP_TITLE = '\x1b[22;0t'
export const OLD_TITLE = '\x1b[23;0t'

/** Onto the alternate screen, blank. */
export const ENTER = `${KEEP_TITLE}\x1b[?1049h\x1b[H\x1b[2J`

// Alternate screen (cleared: mosh has none of its own), no cursor, no wrapping at the edge (a row that a
// terminal finds too wide must not push the others), pastes marked.
export const VIEW_ENTER = '\x1b[?1049h\x1b[0m\x1b[2J\x1b[H\x1b[?25l\x1b[?7l\x1b[?2004h'
export const VIEW_LEAVE = '\x1b[?2004l\x1b[?7h\x1b[0m\x1b[2J\x1b[H\x1b[?1049l\x1b[?25h'

/**
 * Every mode a program may have switched, back to what a shell expects: mouse, focus, paste, colour scheme and
 * size reports, keys, wrap, origin, insert, margins, character sets, link, colours, cursor. Flags of the kitty
 * keyboard protocol belong to the alternate screen and are popped there.
 */
export const RESET_MODES =
  '\x1b[?2026l\x1b[?9l\x1b[?1000l\x1b[?1001l\x1b[?1002l\x1b[?1003l\x1b[?1004l\x1b[?1005l\x1b[?1006l\x1b[?1007l' +
  '\x1b[?1015l\x1b[?1016l\x1b[?2004l\x1b[?2031l\x1b[?2048l\x1b[?1l\x1b>\x1b[?5l\x1b[?6l\x1b[?7h\x1b[?45l\x1b[?69l' +
  '\x1b[4l\x1b[20l\x1b[r\x1b(B\x1b)B\x0f\x1b[>4m\x1b[=0;1u\x1b[<99u\x1b]8;;\x1b\\\x1b[0m\x1b[0 q\x1b[?25h'

/** Only sent when a program changed them: a shell may have set its own on purpose. */
export const RESET_COLOURS = '\x1b]104\x1b\\\x1b]110\x1b\\\x1b]111\x1b\\\x1b]112\x1b\\'

/** Cleared before leaving: mosh has no alternate screen of its own and would keep what is there. */
export const CLEAR = '\x1b[H\x1b[2J'
export const LEAVE = `\x1b[?1049l${OLD_TITLE}`
