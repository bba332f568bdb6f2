import { decisionCost, hookCost } from '../hook.ts'
import type { Measure } from '../measure.ts'

/** What our hooks cost an agent: see bench/hook.ts. Needs the pinned agents of test/real. */
export const hook: Measure = {
  name: 'hook',
  peers: [],
  rows: [
    { key: 'call', title: 'hooks of a silent tool call', unit: 'ms', goals: [{ is: 'most', value: 15 }] },
    { key: 'decision', title: 'one decision', unit: 'ms', goals: [{ is: 'most', value: 0.2 }] },
  ],
  async run() {
    const cost = (await hookCost(2)).find(({ goal }) => goal !== undefined)
    return { decision: decisionCost().value, ...(cost && { call: cost.value }) }
  },
}
