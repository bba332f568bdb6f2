import type { Call, Judge } from '../judge.ts'
import { MARKS, note } from '../judge.ts'
import { checkPath } from '../paths.ts'
import { literal } from '../words.ts'
import type { Rule } from './rule.ts'
import { flagRule, noteFlag } from './rule.ts'

export const date: Rule = (judge, call) => {
  for (let i = 0; i < call.args.length; i++) {
    const arg = call.args[i]
    if (!arg) break
    const { text } = arg
    if (
      /^-[uRjn]+$|^--(utc|universal|rfc-email|debug|help|version|iso-8601(=\w+)?|rfc-3339=\w+)$|^-I\w*$|^\+/.test(
        text,
      )
    )
      continue
    if (/^--date=|^-d.|^-v[+-]?\d/.test(text)) continue
    if (/^(-[urj]*d|--date|-r|--reference|-jr|-v)$/.test(text)) {
      const value = call.args[++i]
      if (value && /r|ref/.test(text)) checkPath(judge, call.scope, value, 'names')
      if (!value || value.splits) noteFlag(judge, call, { arg: value ?? arg })
      continue
    }
    if (/^-[uj]*f$/.test(text) && call.args.some((a) => /^-[a-zA-Z]*j/.test(a.text))) {
      i += 2
      continue
    }
    noteFlag(judge, call, {
      arg,
      why: {
        '-s': 'sets the clock',
        '--set': 'sets the clock',
        '-f': 'reads a file',
        '--file': 'reads a file',
      },
    })
  }
}

/** Reading forms spelled out: the whole line of arguments must match. */
export function forms(pattern: RegExp, why: string): Rule {
  return (judge, call) => {
    const text = call.args.map((a) => literal(a) ?? '\u0000').join(' ')
    if (MARKS.test(text) || !pattern.test(text)) note(judge, `\`${call.name}\` ${why}`, call.piece)
  }
}

export const hostname = forms(
  /^(-[fsdiIAay]+|--(fqdn|short|long|domain|ip-address|all-ip-addresses))?$/,
  'in this form sets the name',
)
export const dmesg = forms(
  /^((-[HTtkuxwWJePLdrSaeiml]+|--(human|ctime|follow|follow-new|decode|json|kernel|userspace|reltime|notime|nopager|color(=\w+)?|level=[\w,]+|facility=[\w,]+|since|until|time-format=\w+|raw|show-delta|since=[\w:. -]+|until=[\w:. -]+)|-[lf] [\w,]+|--level [\w,]+)( |$))*$/,
  'in this form changes the kernel log',
)
export const sysctl = forms(
  /^((-[aAnNebqxX]+|--(all|names|values|ignore|pattern))( |$))*([a-z][\w./-]*( |$))*$/,
  'in this form sets kernel options',
)
export const mount = forms(/^(-l|-t \w+|-l -t \w+)?$/, 'in this form mounts a file system')
export const stty = forms(/^(-a|--all|size|-g|--save|speed)$/, 'in this form changes the terminal')
export const ss = forms(
  /^(-[hVnraloempiTsbZz46tuwxHOMSdQE0]+( |$)|--(numeric|resolve|all|listening|options|extended|memory|processes|info|tos|summary|tcp|udp|raw|unix|ipv4|ipv6|no-header|oneline)( |$))*(state [\w-]+ ?)?((=|\(|\)|[\w.:/*]+)( |$))*$/,
  'in this form closes connections or writes a file',
)
export const ifconfig = forms(/^(-a|-s|-v|-l)?( ?[\w.:-]+)?$/, 'in this form changes the network')
export const ip = forms(
  /^(-(4|6|s|d|o|br|j|p|c|brief|json|pretty|stats|statistics|details|oneline|color|c=\w+|color=\w+|h|human|human-readable|iec|r|resolve|t|timestamp|all|N|family \w+|f \w+) |--(brief|json|human-readable|oneline|stats|details|color) )*(?!l(ink)? s )(a|addr|address|l|link|r|route|ro|n|neigh|neighbor|neighbour|rule|ru|maddr|maddress|mroute|netns|tunnel)( (show|list|ls|lst|get|sh|s)( [\w.:/@%-]+)*)?$/,
  'in this form changes the network',
)
export const systemctl: Rule = verbs({
  verbs:
    /^(status|is-active|is-enabled|is-failed|is-system-running|list-units|list-timers|list-unit-files|list-sockets|list-dependencies|list-jobs|list-machines|list-paths|list-automounts|show|cat|help|get-default)$/,
  none: true,
  flags:
    /^(--(no-pager|user|system|all|full|plain|quiet|failed|no-legend|reverse|recursive|value|lines=\d+|type=[\w,-]+|state=[\w,-]+|property=[\w,]+|output=[\w-]+|show-types|no-ask-password|version|after|before|with-dependencies|type|state|property|lines|output|legend=\w+)|-[alqrnotpPl]+\d*|-n\d+)$/,
  why: 'changes services',
})
export const journalctl: Rule = flagRule({
  flags: {
    short: 'abfeqrxklmNvh',
    valued: 'nuptosSUgFcDT',
    count: true,
    words: '-xe -xeu -fu -eu -b-1 -b0 -1 -2 -3 -0',
    long: 'all follow no-pager pager-end quiet reverse catalog dmesg merge no-tail no-full full utc list-boots system user disk-usage header fields no-hostname truncate-newline list-catalog version help list-invocations',
    longValued:
      'lines unit user-unit priority grep output since until identifier facility field cursor after-cursor case-sensitive output-fields boot-id namespace exclude-identifier',
    longMaybe: 'boot case-sensitive lines',
  },
  use: 'none',
  why: {
    '--vacuum-size': 'deletes logs',
    '--vacuum-time': 'deletes logs',
    '--vacuum-files': 'deletes logs',
    '--rotate': 'rotates logs',
    '--flush': 'moves logs',
    '--sync': 'writes logs',
    '--setup-keys': 'makes keys',
    '--relinquish-var': 'moves logs',
    '--update-catalog': 'writes a catalogue',
  },
})
export const loginctl = verbs({
  verbs:
    /^(list-sessions|list-users|list-seats|session-status|user-status|seat-status|show-session|show-user|show-seat)$/,
  none: true,
  flags: /^--(no-pager|no-legend|all|full|value|property=\w+|output=[\w-]+)$|^-[alp]$/,
  why: 'changes sessions',
})
export const timedatectl = verbs({
  verbs: /^(status|show|list-timezones|timesync-status|show-timesync)$/,
  none: true,
  flags: /^--(no-pager|all|value|property=\w+)$/,
  why: 'changes the clock',
})
export const hostnamectl = verbs({
  verbs: /^status$/,
  none: true,
  flags: /^--(no-pager|static|pretty|transient|json=\w+)$/,
  why: 'changes the name',
})
export const localectl = verbs({
  verbs: /^(status|list-locales|list-keymaps)$/,
  none: true,
  flags: /^--no-pager$/,
  why: 'changes the locale',
})
export const resolvectl = verbs({
  verbs: /^(status|statistics|dns|domain)$/,
  none: true,
  flags: /^--no-pager$/,
  why: 'changes or asks name servers',
})

export const dpkg = forms(
  /^(-l|-s|-L|-S|-p|--list|--status|--listfiles|--search|--print-avail|--get-selections|--print-architecture|--version|--audit|-C)( (?!-)[\w.+:*/-]+)*$/,
  'in this form changes packages',
)
export const dpkgQuery = forms(
  /^(-[lsLSWp]|--(list|status|listfiles|search|show))( [^- ][^ ]*| -f=?\S*)*$/,
  'in this form is not known to be harmless',
)
export const apt = forms(
  /^(list|show|policy|search|depends|rdepends|madison|pkgnames|stats|showpkg|showsrc)( (--(installed|upgradable|upgradeable|all-versions|names-only|full|manual-installed|no-all-versions)|-a|(?!-)[\w.+:*-]+))*$/,
  'in this form changes packages',
)
export const rpm = forms(
  /^-q[ailcdRspf]*( (--(last|changes|changelog|provides|requires|conflicts|scripts|all|info|list|whatprovides|whatrequires)|-[ailcdR]+|(?![\w+.-]+:\/\/)[\w.+*/][\w.+:*/-]*))*$/,
  'in this form changes packages, or runs macros',
)
export const brew = forms(
  /^(list|ls|leaves|config|--version|--prefix|--cellar|--repository)( (--(versions|installed|cask|formula|json=v\d|tree|full-name)|-1|(?!-)[\w@./-]+))*$/,
  'in this form changes packages or asks the network',
)
export const pacman = forms(/^-Q[iklmnoqsdtu]*( [\w.+/-]+)*$/, 'in this form changes packages')

type Verbs = { verbs: RegExp; none: boolean; flags: RegExp; why: string }

/** `tool verb words…` where the verb decides and every flag is known. */
function verbs({ verbs, none, flags, why }: Verbs): Rule {
  return (judge: Judge, call: Call) => {
    let verb: string | undefined
    for (const arg of call.args) {
      const { text } = arg
      if (arg.splits || MARKS.test(text.charAt(0))) noteFlag(judge, call, { arg })
      else if (text.startsWith('-')) {
        if (!flags.test(text)) noteFlag(judge, call, { arg })
      } else verb ??= text
    }
    if (verb === undefined ? !none : !verbs.test(verb))
      note(judge, `\`${call.name} ${verb ?? ''}\` ${why}`.replace(' `', '`'), call.piece)
  }
}
