import { withDaemon } from './daemon.ts'
import { print, printJson } from './out.ts'
import { statsText } from './stats-text.ts'

export function printStats({
  week,
  json,
}: {
  week?: boolean | undefined
  json?: boolean | undefined
}): Promise<number> {
  return withDaemon(async (control) => {
    const stats = await control.call('stats.get', { span: week ? 'week' : 'today' })
    if (json) printJson(stats)
    else print(statsText(stats))
    return 0
  })
}
