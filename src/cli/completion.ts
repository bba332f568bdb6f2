import { readArgs } from './io/args.ts'
import { EXIT, Failure } from './io/exit.ts'
import { print } from './io/out.ts'

const help = `usage: roost completion bash|zsh|fish

Prints a completion script. To use it, for example:
  bash   roost completion bash > ~/.local/share/bash-completion/completions/roost
  zsh    roost completion zsh > "\${fpath[1]}/_roost"
  fish   roost completion fish > ~/.config/fish/completions/roost.fish`

const PLAIN =
  'run ls search undo stats usage agents adopt approvals rules policy audit demo notify daemon doctor completion'
const OF_SESSION =
  'attach peek logs send approve deny pin unpin stop resume respawn rm rename explain pause unpause'

// Ids come from `ls --json` without starting a daemon for a mere Tab.
const IDS = `roost daemon status >/dev/null 2>&1 && roost ls --json 2>/dev/null | tr '{' '\\n' | sed -n 's/.*"id":"\\([0-9a-f]\\{8\\}\\)".*/\\1/p'`

const scripts: Record<string, string> = {
  bash: `_roost() {
  local cur=\${COMP_WORDS[COMP_CWORD]}
  if [ "$COMP_CWORD" = 1 ]; then COMPREPLY=($(compgen -W "${PLAIN} ${OF_SESSION}" -- "$cur")); return; fi
  case \${COMP_WORDS[1]} in
    daemon) COMPREPLY=($(compgen -W "status start stop logs install uninstall ensure" -- "$cur")) ;;
    completion) COMPREPLY=($(compgen -W "bash zsh fish" -- "$cur")) ;;
    ${OF_SESSION.replaceAll(' ', '|')}) COMPREPLY=($(compgen -W "$(${IDS})" -- "$cur")) ;;
    *) COMPREPLY=($(compgen -f -- "$cur")) ;;
  esac
}
complete -F _roost roost`,
  zsh: `#compdef roost
_roost() {
  if (( CURRENT == 2 )); then compadd ${PLAIN} ${OF_SESSION}; return; fi
  case $words[2] in
    daemon) compadd status start stop logs install uninstall ensure ;;
    completion) compadd bash zsh fish ;;
    ${OF_SESSION.replaceAll(' ', '|')}) compadd \${(f)"$(${IDS})"} ;;
    *) _files ;;
  esac
}
_roost "$@"`,
  fish: `complete -c roost -f -n __fish_use_subcommand -a "${PLAIN} ${OF_SESSION}"
complete -c roost -f -n "__fish_seen_subcommand_from daemon" -a "status start stop logs install uninstall ensure"
complete -c roost -f -n "__fish_seen_subcommand_from completion" -a "bash zsh fish"
complete -c roost -f -n "__fish_seen_subcommand_from ${OF_SESSION}" -a "(${IDS})"`,
}

export function run(argv: string[]): Promise<number> {
  const { words } = readArgs(argv, { help, options: {}, words: { min: 1, max: 1 } })
  const script = scripts[words[0] ?? '']
  if (script === undefined)
    throw new Failure(EXIT.usage, `no script for "${words[0]}"; there are: bash, zsh, fish`)
  print(script)
  return Promise.resolve(EXIT.ok)
}
