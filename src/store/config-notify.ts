import * as v from 'valibot'
import { CHANNELS, type Channel, type NoticeEvent } from '../protocol/notice.ts'

/** Who is told what, and when not; docs/notifications.md. */
export type NotifyConfig = Record<NoticeEvent, Channel[]> & {
  /** Every day from..to in local time, over midnight if need be; nothing is told then. */
  quiet?: QuietHours
  /** Run by `/bin/sh -c` for what goes to the channel `command`. */
  command?: string
  /** `(2) roost` as the title of the terminal's window. */
  title: boolean
}

/** Minutes after midnight, local time; `to` is not in it. */
export type QuietHours = { from: number; to: number }

const HOURS = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$/

const quietSchema = v.pipe(
  v.string(),
  v.regex(HOURS),
  v.check((text) => text.slice(0, 5) !== text.slice(6)),
  v.transform((text): QuietHours => {
    const [, fromHours, fromMinutes, toHours, toMinutes] = HOURS.exec(text) ?? []
    return {
      from: Number(fromHours) * 60 + Number(fromMinutes),
      to: Number(toHours) * 60 + Number(toMinutes),
    }
  }),
)

const ALL: Channel[] = [...CHANNELS]
const channels = (otherwise: Channel[]) => v.optional(v.array(v.picklist(CHANNELS)), otherwise)

export const notifySchema = v.strictObject({
  'needs-input': channels(ALL),
  failed: channels(ALL),
  done: channels(ALL),
  // A turn that ends is no reason to ring, but worth a word to who went away.
  idle: channels(['terminal', 'desktop', 'command']),
  quiet: v.exactOptional(quietSchema),
  command: v.exactOptional(v.pipe(v.string(), v.nonEmpty())),
  title: v.optional(v.boolean(), true),
})

export const NOTIFY_ALLOWED =
  'needs-input, failed, done and idle: lists of bell, terminal, desktop, command; quiet: hours such as ' +
  '"22:00-07:30"; command: a shell command; title: true or false'

export const notifyDefaults = (): NotifyConfig => v.parse(notifySchema, {})
