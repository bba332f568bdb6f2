import { cleanLine } from '../../protocol/clean.ts'
import { bytesText, waitText, windowText, type Amount, type Stats } from '../../protocol/stats.ts'
import { contextText, costText, countText } from '../../protocol/usage.ts'

const money = (amount: Amount): string => {
  const text = costText(amount)
  return text === '?' ? 'price unknown' : text === '' ? '$0' : text
}

/** All of it as text, one thing a line. */
export function statsText(stats: Stats): string {
  const { spent, agents, models, sessions, more, quotas, asked, memory, evictions } = stats
  const word = stats.span === 'today' ? 'today' : 'in seven days'
  const unpriced = spent.unpriced > 0 ? `, ${countText(spent.unpriced)} of them without a known price` : ''
  const waited = asked.waited
    ? `; you took ${waitText(asked.waited.medianMs)} (median), ${waitText(asked.waited.longestMs)} at most`
    : ''
  const other = [
    ...(asked.elsewhere ? [`${asked.elsewhere} answered in the agent's dialog`] : []),
    ...(asked.dropped ? [`${asked.dropped} dropped`] : []),
    ...(asked.open ? [`${asked.open} open`] : []),
  ].map((part) => `, ${part}`)
  return [
    `${money(spent)} ${word}, ${countText(spent.tokens)} tokens${unpriced}`,
    ...block(
      'agent',
      agents.map((each) => [each.agent, money(each), countText(each.tokens)]),
    ),
    ...block(
      'model',
      models.map((each) => [
        cleanLine(each.model, 40),
        money(each),
        `${countText(each.by.input)} in`,
        `${countText(each.by.output)} out`,
        `${countText(each.by.cacheRead)} cache read`,
        `${countText(each.by.cacheWrite)} cache write`,
      ]),
    ),
    ...block(
      'session',
      sessions.map((each) => [
        each.id.slice(0, 6),
        money(each),
        countText(each.tokens),
        contextWord(each.context),
        each.memory ? bytesText(each.memory.agent + each.memory.host) : '',
        `${cleanLine(each.label, 60)}${each.removed ? ' (removed)' : ''}`,
      ]),
    ),
    ...(more > 0 ? [`  and ${more} more`] : []),
    ...block(
      'plan',
      quotas.flatMap((each) =>
        each.quota.map(({ minutes, used, resetsAt }) => [
          each.agent,
          `${Math.round(used)}% of ${windowText(minutes)}`,
          resetsAt === undefined ? '' : `resets ${new Date(resetsAt).toLocaleString()}`,
        ]),
      ),
    ),
    '',
    `asked ${asked.asked}: ${asked.allowed} allowed, ${asked.denied} denied${other.join('')}${waited}`,
    `rules: ${asked.passed} passed, ${asked.stopped} stopped; evictions: ${evictions}`,
    memory.known
      ? `memory: agents ${bytesText(memory.agents)}, hosts ${bytesText(memory.hosts)}, daemon ${bytesText(memory.daemon)} of ${bytesText(memory.total)}`
      : 'memory: this machine does not tell it by process',
  ].join('\n')
}

/** A heading and columns that line up; nothing at all without rows. */
function block(heading: string, rows: string[][]): string[] {
  if (rows.length === 0) return []
  const widths = rows.reduce<number[]>(
    (most, row) => row.map((cell, i) => Math.max(most[i] ?? 0, cell.length)),
    [],
  )
  return [
    '',
    heading,
    ...rows.map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}`.trimEnd()),
  ]
}

const contextWord = (context: Stats['sessions'][number]['context']): string =>
  context ? `context ${contextText(context)}` : ''
