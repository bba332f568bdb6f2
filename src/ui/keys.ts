/** Where a key has a meaning. */
export type Context =
  | 'list'
  | 'peek'
  | 'permission'
  | 'rule'
  | 'question'
  | 'plan'
  | 'closed'
  | 'text'
  | 'new'
  | 'conversations'
  | 'palette'
  | 'search'
  | 'sheet'
  | 'stats'
  | 'welcome'
  | 'audit'
  | 'confirm'
  | 'log'
  | 'help'

export type Binding = {
  context: Context
  keys: readonly string[]
  action: string
  /** For the help. */
  label: string
  /** For the footer, few letters. */
  short: string
  /** 1 is first in the footer; 0 is only in the help. */
  priority: number
}

const bind = <const C extends Context, const A extends string>(
  context: C,
  keys: readonly string[],
  action: A,
  label: string,
  short = '',
  priority = 0,
) => ({ context, keys, action, label, short, priority })

/** Stands in the form itself, beside the field it is short for. */
export const EARLIER = 'ctrl+o'

/** Every key of the view: the footer, the help, the docs and the dispatch read this and nothing else. */
export const BINDINGS = [
  bind('list', ['j', 'down'], 'down', 'next session', 'move', 9),
  bind('list', ['k', 'up'], 'up', 'previous session'),
  bind('list', ['g', 'home'], 'first', 'first session'),
  bind('list', ['G', 'end'], 'last', 'last session'),
  bind('list', ['pagedown', 'ctrl+f'], 'page-down', 'a screen down'),
  bind('list', ['pageup', 'ctrl+b'], 'page-up', 'a screen up'),
  bind('list', ['1', '2', '3', '4', '5', '6', '7', '8', '9'], 'jump', 'jump to that row'),
  bind('list', ['i'], 'answer', 'answer the next request', 'answer', 1),
  bind('list', ['enter', 'right'], 'attach', 'attach, or bring it back', 'attach', 2),
  bind('list', ['space'], 'peek', 'peek, whole screen', 'peek', 3),
  bind('list', ['w'], 'watch', 'watch: look, type nothing'),
  bind('list', ['m'], 'send', 'send it a message', 'message', 6),
  bind('list', ['n'], 'new', 'new session', 'new', 4),
  bind('list', ['l'], 'log', 'what was said, and its output', 'log', 8),
  bind('list', ['t', 'ctrl+t'], 'pin', 'pin: stays on top and alive', 'pin', 10),
  bind('list', ['p'], 'pause', 'pause: everything asks', 'pause', 14),
  bind('list', ['r'], 'rename', 'rename', 'rename', 12),
  bind('list', ['x'], 'stop', 'stop; remove when ended', 'stop', 11),
  bind('list', ['/'], 'filter', 'filter the list', 'filter', 7),
  bind('list', ['d'], 'demo', 'dashboard; with no session: demo', 'demo', 0),
  bind('list', ['R'], 'respawn', 'restart it with its conversation'),
  bind('list', ['u'], 'undo', 'bring back what was removed'),
  bind('list', ['v'], 'mark', 'mark: x t p R act on all marked'),
  bind('list', ['A'], 'audit', 'the audit: who decided what'),
  bind('list', ['F'], 'search', 'search in all that was said'),
  bind('list', ['h'], 'hide', 'hide what is done, show it'),
  bind('list', ['o'], 'sort', 'sort: attention, newest, name, cost'),
  bind('list', ['f', 'ctrl+s'], 'group', 'group by folder, by state'),
  bind('list', ['s'], 'stats', 'stats: cost, requests, memory', 'stats', 12.5),
  bind('list', [':'], 'palette', 'all commands, by name', 'commands', 7.5),
  bind('list', ['esc'], 'clear', 'drop marks, then the filter'),
  bind('list', ['?'], 'help', 'all keys', 'keys', 5),
  bind('list', ['q', 'ctrl+c'], 'quit', 'leave; sessions go on', 'quit', 13),
  // No key of their own: by name, or with one from the config.
  bind('list', [], 'dashboard', 'dashboard: live charts'),
  bind('list', [], 'explain', 'why it is shown so'),
  bind('list', [], 'daemon', 'about the daemon'),
  bind('list', [], 'stop-daemon', 'stop the daemon; sessions go on'),

  bind('peek', ['esc', 'q', 'space', 'left', 'ctrl+c'], 'back', 'back to the list', 'back', 1),
  bind('peek', ['enter', 'right'], 'attach', 'attach', 'attach', 2),
  bind('peek', ['m'], 'send', 'send it a message', 'message', 3),
  bind('peek', ['i'], 'answer', 'answer its request', 'answer', 4),
  bind('peek', ['l'], 'log', 'what was said, and its output', 'log', 5),
  bind('peek', ['k', 'up'], 'up', 'towards the top', 'scroll', 6),
  bind('peek', ['j', 'down'], 'down', 'towards the end'),
  bind('peek', ['pageup', 'b'], 'page-up', 'a screen up'),
  bind('peek', ['pagedown', 'f'], 'page-down', 'a screen down'),
  bind('peek', ['g', 'home'], 'first', 'as far back as is kept'),
  bind('peek', ['G', 'end'], 'last', 'the end, live'),
  bind('peek', ['w'], 'watch', 'watch: look, type nothing'),
  bind('peek', ['>', '.'], 'pan-right', 'to the right'),
  bind('peek', ['<', ','], 'pan-left', 'back to the left'),
  bind('peek', ['n', 'tab'], 'next', 'the next session', 'next', 7),
  bind('peek', ['p', 'backtab'], 'previous', 'the session before'),
  bind('peek', [':'], 'palette', 'all commands, by name'),
  bind('peek', ['?'], 'help', 'all keys', 'keys', 8),

  bind('permission', ['y'], 'yes', 'allow once (risky: twice)', 'yes', 1),
  bind('permission', ['n'], 'no', 'deny, and say why', 'no', 2),
  bind('permission', ['a'], 'always', 'always: shows the rule first', 'always', 3),
  bind('permission', ['e'], 'edit', 'change the command first', 'edit', 4),
  bind('permission', ['space', 'pagedown'], 'page-down', 'read on', 'more', 5),
  bind('permission', ['b', 'pageup'], 'page-up', 'read back'),
  bind('permission', ['down'], 'down', 'a line down'),
  bind('permission', ['up'], 'up', 'a line up'),
  bind('permission', ['v'], 'raw', 'as the agent sent it', 'raw', 8),
  bind('permission', ['j', 'tab'], 'next', 'next request', 'next', 7),
  bind('permission', ['k', 'backtab'], 'previous', 'previous request'),
  bind('permission', ['esc', 'q', 'left', 'ctrl+c'], 'back', 'to the list; it stays open', 'list', 6),
  bind('permission', ['?'], 'help', 'all keys', 'keys', 9),

  bind('rule', ['y'], 'yes', 'write this rule and allow', 'write it', 1),
  bind('rule', ['e'], 'edit', 'change the rule first', 'edit', 3),
  bind('rule', ['esc', 'n', 'q', 'ctrl+c'], 'back', 'do not', 'back', 2),

  bind('question', ['j', 'down'], 'down', 'next option', 'move', 3),
  bind('question', ['k', 'up'], 'up', 'previous option'),
  bind('question', ['1', '2', '3', '4', '5', '6', '7', '8', '9'], 'pick', 'take that option'),
  bind('question', ['space'], 'mark', 'mark; several may be marked', 'mark', 2),
  bind('question', ['enter'], 'take', 'answer', 'answer', 1),
  bind('question', ['o'], 'other', 'answer in your own words', 'own words', 4),
  bind('question', ['h', 'backspace'], 'undo', 'back to the question before'),
  bind('question', ['tab'], 'next', 'next request', 'next', 6),
  bind('question', ['backtab'], 'previous', 'previous request'),
  bind('question', ['esc', 'q', 'left', 'ctrl+c'], 'back', 'to the list; it stays open', 'list', 5),
  bind('question', ['?'], 'help', 'all keys', 'keys', 7),

  bind('plan', ['y'], 'yes', 'go ahead with it', 'go ahead', 1),
  bind('plan', ['n'], 'no', 'say what to change', 'not so', 2),
  bind('plan', ['space', 'pagedown'], 'page-down', 'read on', 'more', 3),
  bind('plan', ['b', 'pageup'], 'page-up', 'read back'),
  bind('plan', ['j', 'down'], 'down', 'a line down'),
  bind('plan', ['k', 'up'], 'up', 'a line up'),
  bind('plan', ['tab'], 'next', 'next request', 'next', 5),
  bind('plan', ['backtab'], 'previous', 'previous request'),
  bind('plan', ['esc', 'q', 'left', 'ctrl+c'], 'back', 'to the list; it stays open', 'list', 4),
  bind('plan', ['?'], 'help', 'all keys', 'keys', 6),

  bind('closed', ['enter', 'esc', 'space', 'q', 'j', 'ctrl+c'], 'on', 'go on', 'go on', 1),

  bind('text', ['enter'], 'accept', 'done', 'ok', 1),
  bind('text', ['esc', 'ctrl+c'], 'cancel', 'leave it', 'cancel', 2),

  bind('new', ['enter'], 'start', 'start it', 'start', 1),
  bind('new', ['tab', 'down'], 'next', 'next field', 'next field', 2),
  bind('new', ['backtab', 'up'], 'previous', 'field before'),
  bind('new', [EARLIER], 'earlier', 'go on with an earlier conversation'),
  bind('new', ['esc', 'ctrl+c'], 'cancel', 'leave it', 'cancel', 3),

  // Letters go into the filter.
  bind('conversations', ['enter'], 'take', 'go on with it', 'go on', 1),
  bind('conversations', ['tab', 'down'], 'down', 'the next one', 'next', 2),
  bind('conversations', ['backtab', 'up'], 'up', 'the one before'),
  bind('conversations', ['pagedown'], 'page-down', 'a screen on'),
  bind('conversations', ['pageup'], 'page-up', 'a screen back'),
  bind('conversations', ['esc', 'ctrl+c'], 'back', 'back to the form', 'back', 3),

  // Letters go into the name.
  bind('palette', ['enter'], 'run', 'do it', 'do it', 1),
  bind('palette', ['tab', 'down'], 'down', 'the next one', 'next', 2),
  bind('palette', ['backtab', 'up'], 'up', 'the one before'),
  bind('palette', ['pagedown'], 'page-down', 'a screen on'),
  bind('palette', ['pageup'], 'page-up', 'a screen back'),
  bind('palette', ['esc', 'ctrl+c'], 'back', 'leave it', 'back', 3),

  bind('audit', ['j', 'down'], 'down', 'an older one', 'move', 6),
  bind('audit', ['k', 'up'], 'up', 'a newer one'),
  bind('audit', ['space', 'pagedown'], 'page-down', 'a screen on'),
  bind('audit', ['b', 'pageup'], 'page-up', 'a screen back'),
  bind('audit', ['g', 'home'], 'first', 'the newest'),
  bind('audit', ['G', 'end'], 'last', 'the oldest'),
  bind('audit', ['enter', 'right'], 'open', 'read it in full', 'read', 1),
  bind('audit', ['s'], 'session', 'only this session, all', 'session', 3),
  bind('audit', ['d'], 'denied', 'only what was denied, all', 'denied', 2),
  bind('audit', ['/'], 'find', 'find a text', 'find', 4),
  bind('audit', ['esc', 'q', 'left', 'ctrl+c'], 'back', 'back', 'back', 5),
  bind('audit', ['?'], 'help', 'all keys', 'keys', 7),
  bind('search', ['enter', 'right'], 'open', 'open it there', 'open', 1),
  bind('search', ['j', 'down', 'tab'], 'down', 'next hit', 'move', 4),
  bind('search', ['k', 'up', 'backtab'], 'up', 'hit before'),
  bind('search', ['g', 'home'], 'first', 'first hit'),
  bind('search', ['G', 'end'], 'last', 'last hit'),
  bind('search', ['space', 'pagedown'], 'page-down', 'a screen on'),
  bind('search', ['b', 'pageup'], 'page-up', 'a screen back'),
  bind('search', ['/', 'F'], 'again', 'look for something else', 'search', 2),
  bind('search', ['esc', 'q', 'left', 'ctrl+c'], 'back', 'back to the list', 'back', 3),

  bind('sheet', ['space', 'pagedown'], 'page-down', 'read on', 'more', 2),
  bind('sheet', ['b', 'pageup'], 'page-up', 'read back'),
  bind('sheet', ['j', 'down'], 'down', 'a line on'),
  bind('sheet', ['k', 'up'], 'up', 'a line back'),
  bind('sheet', ['esc', 'enter', 'q', 'left', 'ctrl+c'], 'back', 'close', 'close', 1),

  bind('stats', ['w', 'tab'], 'span', 'today, or the last seven days', 'today, week', 2),
  bind('stats', ['d'], 'dashboard', 'the dashboard: live charts', 'dashboard', 3),
  bind('stats', ['space', 'pagedown'], 'page-down', 'read on', 'more', 4),
  bind('stats', ['b', 'pageup'], 'page-up', 'read back'),
  bind('stats', ['j', 'down'], 'down', 'a line on'),
  bind('stats', ['k', 'up'], 'up', 'a line back'),
  bind('stats', ['esc', 's', 'q', 'left', 'ctrl+c'], 'back', 'back to the list', 'back', 1),

  bind('welcome', ['n', 'enter'], 'new', 'start a session'),
  bind('welcome', ['a'], 'adopt', 'go on with a conversation'),
  bind('welcome', ['d'], 'demo', 'start the demo'),
  bind('welcome', ['b'], 'boot', 'start the daemon at boot'),
  bind('welcome', ['esc', 'space'], 'back', 'to the list', 'to the list', 1),
  bind('welcome', ['q', 'ctrl+c'], 'quit', 'leave', 'quit', 2),

  bind('confirm', ['y'], 'yes', 'yes', 'yes', 1),
  bind('confirm', ['n', 'esc', 'q', 'ctrl+c'], 'no', 'no', 'no', 2),

  bind('log', ['space', 'pagedown'], 'page-down', 'a screen on', 'more', 4),
  bind('log', ['b', 'pageup'], 'page-up', 'a screen back'),
  bind('log', ['j', 'down'], 'down', 'a line on'),
  bind('log', ['k', 'up'], 'up', 'a line back', 'scroll', 6),
  bind('log', ['g', 'home'], 'first', 'the beginning'),
  bind('log', ['G', 'end'], 'last', 'the end, and follow'),
  bind('log', ['f'], 'follow', 'follow, or hold still', 'follow', 5),
  bind('log', ['/'], 'find', 'find a text', 'find', 3),
  bind('log', ['o', 'tab'], 'other', 'what was said, or its raw output', 'output', 2),
  bind('log', ['n'], 'find-next', 'next match'),
  bind('log', ['N'], 'find-previous', 'match before'),
  bind('log', ['esc', 'q', 'left', 'ctrl+c'], 'back', 'back', 'back', 1),
  bind('log', ['?'], 'help', 'all keys', 'keys', 7),

  bind('help', ['/'], 'find', 'find a key', 'find', 3),
  bind('help', ['space', 'pagedown'], 'page-down', 'read on', 'more', 2),
  bind('help', ['b', 'pageup'], 'page-up', 'read back'),
  bind('help', ['j', 'down'], 'down', 'a line on'),
  bind('help', ['k', 'up'], 'up', 'a line back'),
  bind('help', ['esc', 'q', '?', 'left', 'ctrl+c'], 'back', 'close', 'close', 1),
] as const satisfies readonly Binding[]

/** Keys that mean the same everywhere. */
export const ANYWHERE = { repaint: 'ctrl+l', suspend: 'ctrl+z' } as const

export type Action<C extends Context> = Extract<(typeof BINDINGS)[number], { context: C }>['action']

const table = new Map<string, string>()
for (const { context, keys, action } of BINDINGS) {
  for (const key of keys) table.set(`${context} ${key}`, action)
  // What a key of the person's own means, once the keymap has looked it up.
  table.set(`${context} do:${action}`, action)
}

/** Whether a key has a meaning in a context. */
export const isBound = (context: Context, key: string): boolean => table.has(`${context} ${key}`)

/** What a key means in a context, if anything; the person's own keys have become `do:<action>` by then. */
export function actionOf<C extends Context>(context: C, key: string): Action<C> | undefined {
  // The table was built from the same list as the type.
  return table.get(`${context} ${key}`) as Action<C> | undefined
}
