import { ANYWHERE, BINDINGS, type Binding, type Context } from './keys.ts'
import { keyName } from './keynames.ts'
import { fuzzy } from './fuzzy.ts'
import { graphemes, plain } from './text.ts'

/** The key table with the person's own keys laid over it. */
export type Keymap = {
  bindings: readonly Binding[]
  /** `context key` → action. */
  actions: ReadonlyMap<string, string>
}

/** Keys of a request answer for the person: a yes must not hang on a file. Keys of fields are those of text. */
const OPEN: readonly Context[] = ['list', 'peek', 'log', 'search', 'audit', 'stats', 'sheet', 'help']
/** They mean the same on every screen. */
const FIXED = ['enter', 'esc', 'tab', 'backtab', 'space', 'up', 'down', 'left', 'right', 'ctrl+c']
const NAMED = ['pageup', 'pagedown', 'home', 'end', 'insert', 'delete', 'backspace']
/** What the digits mean depends on which of them. */
const DIGITS = 'jump'

const DEFAULT: Keymap = mapOf(BINDINGS)

/** `wanted`: `list.pin` → its keys, as the config has them. Each problem is a sentence; what has one is left out. */
export function keymapOf(wanted: Readonly<Record<string, string | readonly string[]>>): {
  keymap: Keymap
  problems: string[]
} {
  const problems: string[] = []
  const chosen = new Map<string, readonly string[]>()
  for (const [name, keys] of Object.entries(wanted)) {
    const binding = bindingOf(name)
    const list = typeof keys === 'string' ? [keys] : keys
    const wrong = binding === undefined ? unknown(name) : faultOf(binding, list)
    if (binding === undefined || wrong !== undefined) problems.push(`keys: ${plain(name, 40)}: ${wrong}`)
    else chosen.set(idOf(binding), list)
  }
  dropClashes(chosen, problems)
  const bindings = BINDINGS.map((binding: Binding): Binding => {
    const own = chosen.get(idOf(binding))
    if (own) return { ...binding, keys: [...own, ...binding.keys.filter((key) => FIXED.includes(key))] }
    const taken = new Set(
      [...chosen].flatMap(([id, keys]) => (contextIn(id) === binding.context ? keys : [])),
    )
    const keys = binding.keys.filter((key) => !taken.has(key))
    if (keys.length === 0 && binding.keys.length > 0)
      problems.push(
        `keys: ${idOf(binding)} has no key any more: ${binding.keys.map(keyName).join(' ')} is taken; give it another`,
      )
    return { ...binding, keys }
  })
  return { keymap: chosen.size === 0 ? DEFAULT : mapOf(bindings), problems }
}

/**
 * A key as the tables of the reducers have it: itself, `do:<action>` for one of the person's own, or nothing where
 * its usual meaning was given to another key.
 */
export function meantBy({ actions }: Keymap, context: Context, key: string): string {
  const action = actions.get(`${context} ${key}`)
  const usual = DEFAULT.actions.get(`${context} ${key}`)
  if (action === usual) return key
  return action === undefined ? '' : `do:${action}`
}

/** The first key of an action, as people read it; '' when it has none. */
export function keyOf({ bindings }: Keymap, context: Context, action: string): string {
  const key = bindings.find((b) => b.context === context && b.action === action)?.keys[0]
  return key === undefined ? '' : keyName(key)
}

function mapOf(bindings: readonly Binding[]): Keymap {
  const actions = new Map<string, string>()
  for (const { context, keys, action } of bindings)
    for (const key of keys) actions.set(`${context} ${key}`, action)
  return { bindings, actions }
}

const idOf = ({ context, action }: Pick<Binding, 'context' | 'action'>): string => `${context}.${action}`
const contextIn = (id: string): string => id.slice(0, id.indexOf('.'))

/** `pin` alone is of the list. */
function bindingOf(name: string): Binding | undefined {
  const id = name.includes('.') ? name : `list.${name}`
  return BINDINGS.find((b) => idOf(b) === id)
}

function unknown(name: string): string {
  const context = name.includes('.') ? contextIn(name) : 'list'
  const there = BINDINGS.flatMap((b) => (b.context === context ? [b.action] : []))
  if (there.length === 0) return `there is no such screen; there are: ${OPEN.join(', ')}`
  const wanted = name.slice(name.indexOf('.') + 1)
  const near = there.filter((action) => fuzzy(wanted, action) ?? fuzzy(action, wanted))
  const which =
    near.length > 0 ? `did you mean ${near.slice(0, 3).join(', ')}?` : `there are: ${there.join(', ')}`
  return `there is no such action; ${which}`
}

function faultOf(binding: Binding, keys: readonly string[]): string | undefined {
  if (!OPEN.includes(binding.context)) return 'the keys of requests and of fields cannot be changed'
  if (binding.action === DIGITS) return 'it is the digits'
  if (keys.length === 0) return 'it needs at least one key'
  for (const key of keys) {
    if (FIXED.includes(key)) return `${keyName(key)} means the same everywhere and cannot be given away`
    if (Object.values(ANYWHERE).some((each) => each === key))
      return `${keyName(key)} is taken on every screen`
    if (!isKey(key))
      return `"${plain(key, 20)}" is no key; it is one character, ctrl+ and a letter, or one of ${NAMED.join(', ')}`
    if (/^\d$/.test(key) && binding.context === 'list') return 'digits jump to a row'
  }
  return undefined
}

const isKey = (key: string): boolean =>
  NAMED.includes(key) ||
  /^ctrl\+[a-z\\\]^_]$/.test(key) ||
  (graphemes(key).length === 1 && plain(key) === key)

/** Of two that want the same key on one screen, the first has it. */
function dropClashes(chosen: Map<string, readonly string[]>, problems: string[]): void {
  const owners = new Map<string, string>()
  for (const [id, keys] of chosen) {
    const free = keys.filter((key) => {
      const owner = owners.get(`${contextIn(id)} ${key}`)
      if (owner === undefined) owners.set(`${contextIn(id)} ${key}`, id)
      else problems.push(`keys: ${keyName(key)} is wanted by ${owner} and by ${id}; ${owner} has it`)
      return owner === undefined
    })
    if (free.length === 0) chosen.delete(id)
    else chosen.set(id, free)
  }
}
