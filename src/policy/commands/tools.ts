import type { Call, Judge } from '../judge.ts'
import { MARKS, note } from '../judge.ts'
import { checkPath } from '../paths.ts'
import { literal } from '../words.ts'
import type { Rule } from './rule.ts'
import { noteFlag } from './rule.ts'

type Tool = {
  /** Every reading form of `verb verb…`, as the start of the words that are no flags. */
  reads: RegExp
  /** Flags without a value, blank-separated. */
  flags: string
  /** Flags that take the next word, or a value behind `=`. */
  valued?: string
  /** Forms that read, but what nobody should see unasked. */
  secret?: RegExp
  also?: (judge: Judge, call: Call, words: string[]) => void
}

/** Tools of the `tool verb object --flag` kind: the verbs and the flags are written out, the rest asks. */
function tool({ reads, flags, valued = '', secret, also }: Tool): Rule {
  const alone = new Set(flags.split(/\s+/))
  const taking = new Set(valued.split(/\s+/))
  return (judge, call) => {
    const words: string[] = []
    for (let i = 0; i < call.args.length; i++) {
      const arg = call.args[i]
      if (!arg) break
      const { text } = arg
      if (arg.splits || MARKS.test(text.charAt(0))) {
        noteFlag(judge, call, { arg })
        continue
      }
      if (!text.startsWith('-') || text === '-') {
        words.push(literal(arg) ?? '\u0000')
        continue
      }
      if (text === '--') {
        words.push(...call.args.slice(i + 1).map((a) => literal(a) ?? '\u0000'))
        break
      }
      const at = text.indexOf('=')
      const name = at < 0 ? text : text.slice(0, at)
      if (taking.has(name)) {
        const value = at < 0 ? call.args[++i] : arg
        if (!value || value.splits) noteFlag(judge, call, { arg: value ?? arg })
        else if (at < 0 && value.text.startsWith('-') && !/^-\d+$/.test(value.text))
          noteFlag(judge, call, { arg: value })
      } else if (alone.has(name)) {
        if (at >= 0 && !/^(true|false|[\w,.-]+)$/.test(text.slice(at + 1))) noteFlag(judge, call, { arg })
      } else if (
        !(
          /^-[a-zA-Z]{2,5}$/.test(text) &&
          text
            .slice(1)
            .split('')
            .every((c) => alone.has(`-${c}`))
        )
      )
        noteFlag(judge, call, { arg })
    }
    const line = words.join(' ')
    if (!reads.test(line))
      note(
        judge,
        `\`${[call.name, ...words.slice(0, 2)].join(' ').replaceAll('\u0000', '…')}\` is not only reading`,
        call.piece,
      )
    if (secret?.test(line)) note(judge, 'it shows secrets', call.piece, 'high')
    for (const arg of call.args) if (/^(\.|~|\/)/.test(arg.text)) checkPath(judge, call.scope, arg, 'content')
    also?.(judge, call, words)
  }
}

export const npm = tool({
  // fund, docs, repo, bugs, home, help and search open a browser or a pager.
  reads:
    /^(ls|list|ll|la|view|info|show|v|outdated|explain|why|root|prefix|bin|config get [\w:.-]+|pkg get( [\w.:\][-]+)*|run|run-script|audit|audit signatures|ping|query .*|owner ls .*|dist-tag ls .*)( (?!.*:\/\/)(?!git)[@\w./^~<>=*: -]*)?$/,
  flags:
    '--json --long -l --parseable -p --depth -g --global --all -a --prod --production --dev --link --no-color --silent -s --quiet --omit --include --list --versions -v --version',
  valued: '--depth --omit --include --workspace -w',
  also: (judge, call, words) => {
    // `npm run NAME` runs a script; alone it lists them.
    if (/^run(-script)?$/.test(words[0] ?? '') && words.length > 1)
      note(judge, `runs the project\u2019s script \`${words[1]}\``, call.piece)
    if (words[0] === 'audit' && words[1] && words[1] !== 'signatures')
      note(judge, '`npm audit fix` changes packages', call.piece)
    if (
      words.length === 0 &&
      call.args.length > 0 &&
      !call.args.every((a) => /^(-v|--version|-l)$/.test(a.text))
    )
      note(judge, 'not known to be harmless', call.piece)
    if (words[0] === 'config' && /auth|token|pass|key|_/i.test(words[2] ?? ''))
      note(judge, 'the option may hold a secret', call.piece, 'high')
    if (
      /^(view|info|show|v)$/.test(words[0] ?? '') &&
      words.slice(1).some((w) => /[:/]/.test(w) && !/^@[\w.-]+\/[\w.-]+(@[\w.^~<>=*-]+)?$/.test(w))
    )
      note(judge, 'asks another place than the registry', call.piece)
  },
})
export const pnpm = tool({
  reads:
    /^(ls|list|why|root|outdated|bin|store path|config get [\w.-]+|licenses list|--version)( [@\w./^~*-]*)*$/,
  flags:
    '--json --long --parseable --depth -g --global --prod -P --dev -D -r --recursive --version -v --no-color',
  valued: '--depth --filter',
})
export const pip = tool({
  reads: /^(list|show|freeze|check|inspect|--version)?( [\w.\][-]+)*$/,
  flags:
    '--version -V --outdated -o --uptodate -u --editable -e --exclude-editable --local -l --user --pre --not-required --files -f --verbose -v -q --quiet --all --disable-pip-version-check --no-color',
  valued: '--format --exclude',
  also: (judge, call, words) => {
    if (!/^(list|show|freeze|check|inspect)$/.test(words[0] ?? '') && words.length > 0)
      note(judge, '`pip` may install or change packages', call.piece)
    if (words.length === 0 && !call.args.every((a) => /^(-V|--version)$/.test(a.text)))
      note(judge, 'not known to be harmless', call.piece)
  },
})
export const uv = tool({
  reads:
    /^(pip (list|show|freeze|check|tree)( [\w.-]+)*|tree|python (list|find|dir)|cache dir|tool (list|dir)|version|--version|self version)?$/,
  flags:
    '--version -V --outdated --quiet -q --verbose -v --no-color --all-versions --only-installed --frozen --locked --no-dedupe --invert --exclude-editable --offline --universal --show-sizes',
  valued: '--format --exclude --depth --package --prune --color',
})
export const cargo = tool({
  reads: /^(metadata|tree|locate-project|version|pkgid|read-manifest|verify-project|--list)?$/,
  flags:
    '--version -V --verbose -v -vv --no-deps --offline --locked --frozen --all-features --no-default-features --workspace --list --all --quiet -q --duplicates -d --no-dedupe',
  valued:
    '--format-version --manifest-path --features -F --filter-platform --message-format --depth -p --package -i --invert -e --edges --prefix --charset -f --format --target --exclude --color',
})
export const rustup = tool({
  reads:
    /^(show( (active-toolchain|home|profile))?|toolchain list|target list|component list|which [\w-]+|--version)?$/,
  flags: '--version -V --installed -v --verbose',
})
export const go = tool({
  reads:
    /^(version( [\w./-]+)*|env( [A-Z0-9_]+)*|doc( [\w./-]+)*|list( [\w./@-]+)*|help( [\w-]+)*|mod (graph|why .*))$/,
  flags: '-m -json -u -versions -deps -test -e -v -find -c -all -src -short -cmd --json -retracted',
  valued: '-f -tags',
  also: (judge, call, words) => {
    // `-u` looks for newer modules with `list`, and forgets a setting with `env`.
    if (words[0] !== 'list' && call.args.some((a) => /^--?u\b/.test(a.text)))
      note(judge, '`go env -u` changes settings', call.piece)
  },
})
const OBJECT_READS =
  '(ps|images|logs|inspect|version|info|top|port|history|stats|diff|container (ls|list|ps|inspect|logs|top|stats|port|diff)|image (ls|list|inspect|history)|volume (ls|list|inspect)|network (ls|list|inspect)|context (ls|list|inspect|show)|system (df|info)|compose (ps|logs|ls|images|top|version|port)|buildx (ls|inspect|du|version)|node (ls|inspect|ps)|service (ls|inspect|ps|logs)|stack (ls|ps|services)|config ls|secret ls|plugin (ls|inspect)|machine (list|ls|inspect|info)|pod (ps|ls|list|inspect|logs|stats|top))'
export const docker = tool({
  reads: new RegExp(`^(${OBJECT_READS}( [\\w./:@{}-]+)*)?$`),
  flags:
    '-a --all -q --quiet --no-trunc -l --latest -s --size -t --timestamps -f --follow --no-stream --digests --services --version -v --details --human --tree --no-color --no-log-prefix --verbose --dry-run --orphans',
  valued:
    '--format --filter -n --last --tail --since --until --type --index --protocol --status --project-name --sort',
  also: (judge, call, words) => {
    // -f is --follow for logs, and a filter or a format elsewhere; -v alone is the version.
    if (words.length === 0 && !call.args.every((a) => /^(-v|--version)$/.test(a.text)))
      note(judge, `\`${call.name}\` alone is not known to be harmless`, call.piece)
    if (/(^| )top [\w.-]+ ./.test(words.join(' ')) && words[0] !== 'compose')
      note(judge, 'flags for `ps` can show the environment of programs', call.piece, 'high')
    if (/^compose$/.test(words[0] ?? '') && call.args[0]?.text !== 'compose')
      note(judge, 'flags before `compose` choose another project', call.piece)
  },
})
export const kubectl = tool({
  reads:
    /^(get|describe|logs|top|explain|api-resources|api-versions|version|cluster-info|config (current-context|get-\w+)|rollout (status|history)|auth (can-i|whoami))( [\w./:,@-]+)*$/,
  flags:
    '-A --all-namespaces -w --watch --show-labels --no-headers --previous -p -f --follow --timestamps --all-containers --client --short --containers --recursive --list --ignore-not-found --prefix --show-kind --namespaced --watch-only --show-events --use-protocol-buffers',
  valued:
    '-n --namespace -o --output -l --selector --field-selector --sort-by -c --container --tail --since --since-time --context -L --label-columns --revision --limit-bytes --api-group --verbs --timeout --request-timeout --chunk-size --max-log-requests',
  secret: /\bsecrets?\b|\bsealedsecret|\ball,|,all\b|\bcsr\b/i,
  also: (judge, call, words) => {
    if (call.args.some((a) => /jsonpath-file|go-template-file|custom-columns-file/.test(a.text)))
      note(judge, 'the format is read from a file', call.piece)
    if (words[0] !== 'logs' && call.args.some((a) => a.text === '-f'))
      note(judge, 'what it shows is named in a file', call.piece)
    if (words[0] === 'cluster-info' && words.length > 1)
      note(judge, '`kubectl cluster-info dump` prints everything', call.piece)
    if (words[0] === 'config' && words[1] === 'view') note(judge, 'it shows secrets', call.piece)
  },
})
export const helm = tool({
  reads:
    /^(list|ls|status|history|version|get (notes|manifest|hooks|metadata)|repo list|search repo)( [\w./-]+)*$/,
  flags:
    '-A --all-namespaces -a --all --short -q -d --date -r --reverse --deployed --failed --pending --client --versions --devel',
  valued: '-n --namespace -o --output --max --revision -f --filter --kube-context --offset',
})
export const gh = tool({
  reads:
    /^((pr|issue|run|repo|release|workflow|label|org|gist|project|cache|ruleset|search|extension) (view|list|ls|diff|checks|status)|pr (view|list|diff|checks|status)|auth status|status|--version|version|search (prs|issues|repos|code|commits)|alias list|config list|ssh-key list|gpg-key list|variable list|secret list|api [\w/.?=&{}:%-]+)?( [^ ]+)*$/,
  flags:
    '--log --log-failed --exit-status --comments -c --draft --name-only --patch --json --all -a --no-pager --version --archived --fork --source --verbose -v --include -i --paginate --slurp --yaml -y --required --active -e --exclude-drafts --exclude-pre-releases --fail-fast --silent',
  valued:
    '--json -q --jq --template --limit -L --label -l --state -s --author -A --assignee --search -S --base -B --head -H --repo -R --branch -b --job -j --attempt -a --workflow -w --user -u --event -e --milestone -m --mention --created --commit --status --color --sort --order --owner --visibility --language --topic --interval --app --key --ref -r --cache --method -X --created',
  also: (judge, call, words) => {
    const text = call.args.map((a) => a.text)
    if (
      text.some((t) =>
        /^(--web|--hostname|-t$|--show-token|--field|--raw-field|--input|--header|--body)/.test(t),
      )
    )
      note(judge, 'the flag opens a browser, shows a token or sends data', call.piece)
    // -w is --web for most and --workflow for `run list`; -f sends a field with api.
    if (text.some((t) => /\benv\b|\$ENV/.test(t)))
      note(judge, 'the filter can show every variable', call.piece, 'high')
    if (text.includes('-w') && !(words[0] === 'run' && words[1] === 'list'))
      note(judge, '`gh -w` opens a browser', call.piece)
    if (words[0] === 'api') {
      const method = text.findIndex((t) => /^(-X|--method)/.test(t))
      const verb = method < 0 ? 'GET' : (/=(.*)$/.exec(text[method] ?? '')?.[1] ?? text[method + 1])
      if (
        verb !== 'GET' ||
        words[1] === 'graphql' ||
        text.some((t) => /^-[fFXHp]./.test(t) || /^-[fFHp]$/.test(t)) ||
        /:\/\//.test(words[1] ?? '')
      )
        note(judge, '`gh api` in this form changes something', call.piece)
    } else if (
      !/^(pr|issue|run|repo|release|workflow|label|org|gist|project|cache|ruleset|search|extension|auth|status|version|alias|config|ssh-key|gpg-key|variable|secret)$/.test(
        words[0] ?? 'status',
      )
    )
      note(judge, `\`gh ${words[0]}\` may be an extension`, call.piece)
    if (words.length > 0 && !READING_GH.test(words.slice(0, 2).join(' ')) && words[0] !== 'api')
      note(judge, `\`gh ${words.slice(0, 2).join(' ')}\` is not only reading`, call.piece)
    if (words.length === 0 && !text.every((t) => t === '--version'))
      note(judge, 'not known to be harmless', call.piece)
  },
})
const READING_GH =
  /^((pr|issue|run|repo|release|workflow|label|org|gist|project|cache|ruleset|extension|alias|config|ssh-key|gpg-key|variable|secret) (view|list|ls|diff|checks|status)|auth status|status|version|search (prs|issues|repos|code|commits))$/
export const glab = tool({
  reads:
    /^((mr|issue|ci|pipeline|repo|release|label) (view|list|ls|diff|status)|version|--version)( [^ ]+)*$/,
  flags: '--version -a --all -c --comments',
  valued: '-l --label -R --repo --per-page -P --page -p',
})
export const tmux: Rule = (judge, call) => {
  const text = call.args.map((a) => literal(a) ?? '\u0000').join(' ')
  // `;` starts another command, `#( )` runs one.
  if (
    !/^(ls|lsp|lsw|list-\w+|capture-pane|capturep|show-options|show|has-session|has|info|display-message -p|display -p|-V)( |$)/.test(
      text,
    ) ||
    /;|#\(|\u0000/.test(text) ||
    /(^| )-(b|L|f|c)( |$)/.test(text) ||
    (/(^| )-S( |$)/.test(text) && !text.startsWith('capture')) ||
    (text.startsWith('capture') && !/ -[a-zA-Z]*p/.test(text))
  )
    note(judge, '`tmux` in this form acts on a session', call.piece)
}
export const terraform = tool({
  reads: /^(version|--version|-version|state list|providers|workspace (list|show))$/,
  flags: '-version --version -json -no-color',
})
