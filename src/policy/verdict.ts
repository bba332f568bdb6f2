import type { Risk, RiskReason } from '../protocol/request.ts'

/** allow: proven read-only · ask: the agent's own flow, then our card · deny: the narrow catastrophic list. */
export type Ruling = 'allow' | 'ask' | 'deny'
export type Verdict = { verdict: Ruling; risk: Risk; reasons: Reason[] }

/** `asks`: catastrophic, and yet a person's to decide: it never passes unseen, but it is not stopped either. */
export type Reason = RiskReason & { asks?: true }

/** What a judgement may know of the machine. Everything is passed in, so that the same input gives the same verdict. */
export type PolicyContext = {
  /** Absolute path the command would start in; the session's folder. */
  cwd: string
  home: string
  /** Folders and files of Roost's own: state, config, program. Absent: `~/.roost`. */
  own?: readonly string[]
  /**
   * `git config --list` (lines of `key=value`) of the repository around a folder, its local and included files
   * only; '' where there is no repository; undefined when it could not be read. Absent: git is never silent.
   */
  gitConfig?: (cwd: string) => string | undefined
  /** What a small text file holds; undefined where there is none, 'unreadable' where nobody can tell. Absent: so. */
  textOf?: (path: string) => { text: string } | 'unreadable' | undefined
  /** An absolute path with every symbolic link on it followed. Absent: paths are taken as they are written. */
  realPath?: (path: string) => string
}

const RANK: Record<Risk, number> = { low: 0, high: 1, catastrophic: 2 }

/** Highest of the risks; `low` for none. */
function worstRisk(reasons: readonly RiskReason[]): Risk {
  let worst: Risk = 'low'
  for (const { level } of reasons) if (RANK[level] > RANK[worst]) worst = level
  return worst
}

/** No reason is an allow, a catastrophic one that is not for a person to decide a deny, all else a question. */
export function verdictOf(reasons: Reason[]): Verdict {
  const stopped = reasons.some(({ level, asks }) => level === 'catastrophic' && !asks)
  return {
    verdict: stopped ? 'deny' : reasons.length === 0 ? 'allow' : 'ask',
    risk: worstRisk(reasons),
    reasons,
  }
}
