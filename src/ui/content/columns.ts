import { costText } from '../../protocol/usage.ts'
import { nameOf } from '../model/rows.ts'
import type { State } from '../model/state.ts'
import { plain, tilde, width } from '../text.ts'

export const AGE = 4
/** Bar, glyph, pin and the spaces behind them. */
export const LEAD = 5
/** The lead, the gap before what it does, the last cell. */
const EDGES = LEAD + 2 + 1
const AGENT_MAX = 10
const FOLDER_MAX = 18
/** `$12.34+` */
const COST = 7
/** `100%`, or `122k` where it is not known how much fits. */
const CONTEXT = 4
/** What name and doing never get less than while something else could give way: side by side, or the name alone. */
const MIDDLE_MIN = { dense: 40, roomy: 26 }
const NAME_SHARE = 0.56

/** Widths of the columns, in cells; 0 = not shown. */
export type Columns = {
  cols: number
  label: number
  doing: number
  folder: number
  agent: number
  context: number
  cost: number
  /** There are sessions of more than one agent: which one a row is of is told on every width. */
  mixed: boolean
}

/**
 * The name gets what the longest needs, up to a share; what it does now gets the rest. What else there is
 * gives way where these two would be cut to nothing: first the folder, then context, agent and cost.
 */
export function columnsOf(state: State, cols: number, density: 'dense' | 'roomy'): Columns {
  const least = MIDDLE_MIN[density]
  const { used, spent, folder, agent, name, mixed } = measured(state)
  const wanted = {
    folder,
    context: used ? CONTEXT : 0,
    agent,
    cost: spent ? COST : 0,
  }
  const middle = () =>
    Object.values(wanted).reduce((left, each) => left - (each ? each + 2 : 0), cols - EDGES - AGE - 2)
  // The folder and the context are told elsewhere, too: they must not cost the others anything.
  if (middle() < least + 10) wanted.folder = 0
  if (middle() < least + 8) wanted.context = 0
  if (middle() < least) wanted.agent = 0
  if (middle() < least) wanted.cost = 0
  const label = Math.min(name, Math.round(middle() * NAME_SHARE))
  return { ...wanted, cols, label, doing: middle() - label, mixed }
}

type Measured = {
  used: boolean
  spent: boolean
  folder: number
  agent: number
  name: number
  mixed: boolean
}
// A thousand sessions are not measured again for each key.
const known = new WeakMap<State['sessions'], Measured>()

/** The longest of each, within bounds; and whether any has a context or a cost to show. */
function measured({ sessions, place }: State): Measured {
  const before = known.get(sessions)
  if (before) return before
  // The columns stand as long as any row has one, so that they do not come and go.
  const found = { used: false, spent: false, folder: 6, agent: 4, name: 12, mixed: false }
  let one: string | undefined
  for (const s of sessions.values()) {
    found.used ||= (s.cost ?? s.today) !== undefined
    // Of yesterday's too: at midnight no column goes away.
    found.spent ||= costText(s.today ?? s.cost) !== ''
    found.folder = Math.max(found.folder, width(tilde(plain(s.cwd), place.home)))
    one ??= s.agent
    found.mixed ||= s.agent !== one
    found.agent = Math.max(found.agent, width(s.agent))
    found.name = Math.max(found.name, width(nameOf(s)))
  }
  found.folder = Math.min(FOLDER_MAX, found.folder)
  found.agent = Math.min(AGENT_MAX, found.agent)
  known.set(sessions, found)
  return found
}
