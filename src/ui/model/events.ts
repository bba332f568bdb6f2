import type {
  AgentInfo,
  Conversation,
  Found,
  Params,
  SearchCursor,
  SendResult,
  StartParams,
} from '../../protocol/control.ts'
import type { AuditPage, AuditWish } from '../../protocol/audit.ts'
import type { Answer, Closed, Request } from '../../protocol/request.ts'
import type { SessionView } from '../../protocol/session.ts'
import type { Stats } from '../../protocol/stats.ts'
import type { Spent } from '../../protocol/usage.ts'
import type { Size } from '../layout.ts'
import type { Liking } from './liking.ts'
import type { Survey } from './welcome.ts'
import type { Deed, LogScreen, SheetBody } from './screens.ts'
import type { Glance, Notice } from './state.ts'

export type Event =
  | { type: 'key'; key: string; chunk: number; at: number }
  | { type: 'paste'; text: string; at: number }
  /** A row was clicked. */
  | { type: 'select'; id: string; at: number }
  | { type: 'resize'; size: Size }
  | { type: 'painted'; key: string; at: number }
  | { type: 'tick'; at: number }
  | {
      type: 'joined'
      sessions: readonly SessionView[]
      requests: readonly Request[]
      deadRules?: number
      spent?: Spent
      at: number
    }
  | { type: 'lost'; reason: string; retryAt: number; stopped?: true }
  | { type: 'session'; session: SessionView; at: number }
  | { type: 'removed'; id: string; at: number }
  | { type: 'spent'; spent: Spent; at: number }
  | { type: 'opened'; request: Request; at: number }
  | { type: 'closed'; closed: Closed; at: number }
  | { type: 'glance'; glance: Glance }
  | { type: 'history'; id: string; lines: readonly string[] }
  | { type: 'agents'; agents: readonly AgentInfo[] }
  | { type: 'conversations'; conversations: readonly Conversation[] }
  | { type: 'log'; id: string; of: LogScreen['of']; lines: readonly string[]; problem?: string }
  | { type: 'back'; says?: string; failed: boolean /** To look back in. */; peek?: string }
  | { type: 'started'; id: string; at: number }
  | { type: 'answered'; request: string; says: string; at: number }
  | { type: 'sentText'; result: SendResult }
  | {
      type: 'said'
      text: string
      tone: Notice['tone'] /** What can be brought back now. */
      removed?: readonly string[]
    }
  | { type: 'found'; text: string; found: Found }
  | { type: 'not-found'; text: string; says: string }
  | { type: 'sheet'; body: SheetBody }
  | { type: 'stats'; stats: Stats }
  | { type: 'rule-vetted'; request: string; rule: string; refusal?: string }
  | { type: 'audit'; page: AuditPage; wish: Omit<AuditWish, 'limit'> }
  | { type: 'surveyed'; survey: Survey }
  | { type: 'installed'; says: readonly string[] }
  | { type: 'refused'; doing: string; says: string }

/** What the reducer wants done. Results come back as events. */
export type Effect =
  | { do: 'quit' }
  | { do: 'suspend' }
  | { do: 'wake' }
  | { do: 'repaint' }
  | { do: 'attach'; id: string }
  | { do: 'watch'; id: string }
  | { do: 'history'; id: string }
  | { do: 'stop'; id: string }
  | { do: 'respawn'; id: string }
  /** None named: the one that was removed last, from wherever. */
  | { do: 'undo'; ids: readonly string[] }
  | { do: 'many'; deed: Deed; ids: readonly string[] /** In words, for what is said then. */; whom: string }
  | { do: 'pin'; id: string; pinned: boolean }
  | { do: 'pause'; id: string; paused: boolean }
  | { do: 'rename'; id: string; name: string }
  | { do: 'send'; id: string; text: string }
  /** That the person has been told what its channel means. */
  | { do: 'channel-told'; id: string }
  | { do: 'start'; params: Omit<StartParams, 'env'> }
  | { do: 'adopt'; params: Omit<Params<'session.adopt'>, 'env'> }
  | { do: 'conversations' }
  | { do: 'demo' }
  | { do: 'dashboard' }
  | { do: 'keep'; liking: Liking }
  | { do: 'explain'; id: string }
  | { do: 'vet-rule'; id: string; rule: string }
  | { do: 'audit'; wish: Omit<AuditWish, 'limit'> }
  | { do: 'search'; text: string; cursor?: SearchCursor }
  | { do: 'daemon' }
  | { do: 'stop-daemon' }
  | { do: 'agents' }
  /** The daemon as a service. */
  | { do: 'install' }
  | { do: 'answer'; id: string; inputHash: string; answer: Answer }
