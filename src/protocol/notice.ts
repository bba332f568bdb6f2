/** What a person may be told of a session, most pressing first. */
export const NOTICE_EVENTS = ['needs-input', 'failed', 'done', 'idle'] as const
export type NoticeEvent = (typeof NOTICE_EVENTS)[number]

/**
 * How it is told. `bell` and `terminal` (OSC 9 or 777) by every open view, on its own terminal; `desktop` and
 * `command` by the daemon, also when no view is open.
 */
export const CHANNELS = ['bell', 'terminal', 'desktop', 'command'] as const
export type Channel = (typeof CHANNELS)[number]

/** Something a person is told, for the views. Texts are one line, free of control characters and of secrets. */
export type Notice = {
  title: string
  text: string
  bell: boolean
  terminal: boolean
  /** The machine's own desktop shows it already: a terminal on that desktop need not. */
  desktop: boolean
}

/** What became of a trial on one channel. `off`: there is nothing to send it to. */
export type NoticeTrial = { channel: Channel; outcome: 'sent' | 'failed' | 'off'; says: string }
