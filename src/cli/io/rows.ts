import { detailOf, labelOf, sinceOf, stateWord, type SessionView } from '../../protocol/session.ts'
import { cleanLine } from '../../protocol/clean.ts'
import type { Cost } from '../../protocol/usage.ts'
import { columns, cutTo, widthFor } from './columns.ts'
import { age, short } from './out.ts'

/** What `ls --json` and all verbs that tell of a session print: stable names for scripts. Times in epoch ms. */
export function jsonOf(s: SessionView) {
  const live = s.life.status === 'running' || s.life.status === 'stopping' ? s.life : undefined
  return {
    id: s.id,
    name: labelOf(s),
    title: s.title,
    agent: s.agent,
    cwd: s.cwd,
    worktree: s.worktree ?? null,
    state: stateWord(s),
    detail: detailOf(s),
    needs:
      s.life.status === 'running' && s.life.activity.kind === 'needs-input' ? s.life.activity.need : null,
    pinned: s.pinned,
    paused: s.paused ?? false,
    channels: s.channel?.from ?? [],
    attached: s.attached,
    hostPid: live?.host.pid ?? null,
    agentPid: live?.agentPid ?? null,
    resumeId: s.resumeId ?? null,
    transcript: s.transcript ?? null,
    since: sinceOf(s),
    createdAt: s.createdAt,
    exitCode: s.life.status === 'exited' ? s.life.code : null,
    requests: s.requests,
    updateReady: s.updateReady ?? false,
    usage: s.usage ?? null,
    costUsd: s.cost ? usdOf(s.cost) : null,
    unpricedTokens: s.cost?.unpriced ?? 0,
    todayUsd: s.today ? usdOf(s.today) : 0,
    context: s.context ?? null,
    branch: s.checkout?.branch ?? null,
    changedFiles: s.checkout?.changed ?? null,
    stopsAt: s.stopsAt ?? null,
  }
}

/** Null where nothing of it has a known price. */
const usdOf = ({ usd, unpriced }: Cost): number | null => (usd === 0 && unpriced > 0 ? null : usd)

const GLYPH: Record<string, string> = {
  'needs-input': '!',
  working: '●',
  starting: '●',
  idle: '◇',
  unknown: '?',
  stopped: '✓',
  stopping: '✓',
  exited: '✓',
  failed: '✗',
  lost: '✗',
}

/** One row a session, cut to the terminal's width (bytes beyond a pipe are not cut). */
export async function table(
  sessions: SessionView[],
  now: number,
  cells: number | undefined,
): Promise<string> {
  const rows = sessions.map((s) => {
    const bad = s.life.status === 'exited' && s.life.code !== 0
    return [
      s.id,
      `${bad ? '✗' : (GLYPH[stateWord(s)] ?? '?')} ${stateWord(s)}${s.pinned ? ' ▲' : ''}`,
      age(sinceOf(s), now),
      s.agent,
      short(s.cwd),
      cleanLine(labelOf(s), 60),
      cleanLine(s.updateReady ? `${detailOf(s)} (update ready: roost respawn)` : detailOf(s), 120),
    ]
  })
  const width = await widthFor(rows.flat())
  return columns(rows, width)
    .split('\n')
    .map((line) => (cells === undefined ? line : cutTo(line, cells, width)))
    .join('\n')
}
