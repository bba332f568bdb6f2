const GLYPHS: Record<string, string> = {
  enter: 'Enter',
  space: 'Space',
  esc: 'Esc',
  tab: 'Tab',
  backtab: 'Shift+Tab',
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  home: 'Home',
  end: 'End',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  backspace: 'Bksp',
}

/** A key as people read it: `Enter`, `^T`. */
export const keyName = (key: string): string =>
  GLYPHS[key] ?? (key.startsWith('ctrl+') ? `^${key.slice(5).toUpperCase()}` : key)
