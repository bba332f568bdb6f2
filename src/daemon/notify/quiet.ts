import type { QuietHours } from '../../store/config-notify.ts'

/**
 * Whether the wall clock stands within the quiet hours. Only what a clock shows is compared, never a length of
 * time: the night in which it is set forward or back is quiet from its first minute to its last all the same.
 */
export function isQuietAt(at: number, quiet: QuietHours | undefined): boolean {
  if (!quiet) return false
  const clock = new Date(at)
  const minute = clock.getHours() * 60 + clock.getMinutes()
  const { from, to } = quiet
  return from < to ? minute >= from && minute < to : minute >= from || minute < to
}
