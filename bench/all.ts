import type { Measure } from './measure.ts'
import { adopt } from './measures/adopt.ts'
import { attach } from './measures/attach.ts'
import { commands } from './measures/commands.ts'
import { create } from './measures/create.ts'
import { echo, echoFlood } from './measures/echo.ts'
import { hook } from './measures/hook.ts'
import { idle, lines } from './measures/memory.ts'
import { attached, unattached } from './measures/output.ts'
import { transcripts } from './measures/transcripts.ts'
import { view } from './measures/view.ts'

/** Everything `npm run bench` measures, in the order of its table. */
export const measures: Measure[] = [
  attached,
  unattached,
  echo,
  echoFlood,
  attach,
  create,
  commands,
  idle,
  lines,
  adopt,
  transcripts,
  hook,
  view,
]
