import { EXIT, Failure } from './exit.ts'
import { print, printJson, short } from './out.ts'
import { installService, type InstallOutcome, uninstallService } from './service-install.ts'
import { type Manager, managerHere, managers, servicePlan, serviceText } from './service-plan.ts'

/** `roost daemon install`. `manager` is a word from the command line, checked here. */
export function install(options: {
  json: boolean | undefined
  print: boolean | undefined
  manager: string | undefined
}): number {
  const manager = readManager(options.manager)
  if (options.print) {
    const { path, text } = serviceText(manager, servicePlan())
    if (options.json) printJson({ manager, path, text })
    else print(text)
    return EXIT.ok
  }
  if (manager !== managerHere())
    throw new Failure(
      EXIT.usage,
      `--for ${manager} goes with --print here: this machine has ${managerHere()}`,
    )
  const outcome = installService(manager)
  if (options.json) printJson(outcome)
  else print(tell(outcome))
  return outcome.state === 'offered' ? EXIT.failed : EXIT.ok
}

/** `roost daemon uninstall`. */
export function uninstall(json: boolean | undefined): number {
  const { manager, removed, says } = uninstallService()
  if (json) printJson({ manager, removed: removed ?? null, says })
  else print([...(removed === undefined ? [] : [`removed ${short(removed)}`]), ...says].join('\n'))
  return EXIT.ok
}

function readManager(word: string | undefined): Manager {
  const manager = word === undefined ? managerHere() : managers.find((name) => name === word)
  if (manager) return manager
  throw new Failure(EXIT.usage, `--for knows no "${word}"; there are: ${managers.join(', ')}`)
}

function tell({ path, state, says, next }: InstallOutcome): string {
  return [
    ...(state === 'offered' ? [] : [`wrote ${short(path)}`]),
    ...says,
    ...next.map(({ why, command }) => `  ${why}:  ${command}`),
  ].join('\n')
}
