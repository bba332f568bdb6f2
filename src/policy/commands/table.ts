import type { Call, Judge } from '../judge.ts'
import { note } from '../judge.ts'
import { riskOf } from '../risks.ts'
import { literal } from '../words.ts'
import { wrappers } from '../wrappers.ts'
import { awk } from './awk.ts'
import { builtins } from './builtins.ts'
import { ar, fd, sevenZip, squeeze, tar, tree, unzip, zstdcat } from './files.ts'
import { find } from './find.ts'
import { git } from './git.ts'
import { harmless } from './harmless.ts'
import { jq, yq } from './jq.ts'
import type { Rule } from './rule.ts'
import { flagRule } from './rule.ts'
import { sed } from './sed.ts'
import * as system from './system.ts'
import { base64, column, file, grep, iconv, rg, shuf, sort, uniq, xxd } from './text.ts'
import * as tools from './tools.ts'
import { asksVersion } from './versions.ts'

const RULES = new Map<string, Rule>(
  Object.entries({
    ...harmless,
    ...builtins,
    grep,
    egrep: grep,
    fgrep: grep,
    zgrep: grep,
    rg,
    sort,
    uniq,
    xxd,
    jq,
    yq,
    column,
    base64,
    base32: base64,
    iconv,
    shuf,
    file,
    find,
    sed,
    gsed: sed,
    awk,
    gawk: awk,
    mawk: awk,
    nawk: awk,
    git,
    tree,
    fd,
    fdfind: fd,
    tar,
    gtar: tar,
    bsdtar: tar,
    unzip,
    gzip: squeeze,
    gunzip: squeeze,
    xz: squeeze,
    zstd: squeeze,
    zstdcat,
    bzip2: squeeze,
    lz4: squeeze,
    '7z': sevenZip,
    '7za': sevenZip,
    ar,
    date: system.date,
    hostname: system.hostname,
    dmesg: system.dmesg,
    sysctl: system.sysctl,
    mount: system.mount,
    stty: system.stty,
    ss: system.ss,
    ifconfig: system.ifconfig,
    ip: system.ip,
    systemctl: system.systemctl,
    journalctl: system.journalctl,
    loginctl: system.loginctl,
    timedatectl: system.timedatectl,
    hostnamectl: system.hostnamectl,
    localectl: system.localectl,
    resolvectl: system.resolvectl,
    dpkg: system.dpkg,
    'dpkg-query': system.dpkgQuery,
    apt: system.apt,
    'apt-cache': system.apt,
    rpm: system.rpm,
    brew: system.brew,
    pacman: system.pacman,
    npm: tools.npm,
    pnpm: tools.pnpm,
    pip: tools.pip,
    pip3: tools.pip,
    uv: tools.uv,
    cargo: tools.cargo,
    rustup: tools.rustup,
    go: tools.go,
    docker: tools.docker,
    podman: tools.docker,
    'docker-compose': (judge, call) =>
      tools.docker(judge, {
        ...call,
        args: [{ text: 'compose', piece: call.name, splits: false, bare: true, inner: [] }, ...call.args],
      }),
    kubectl: tools.kubectl,
    helm: tools.helm,
    gh: tools.gh,
    glab: tools.glab,
    tmux: tools.tmux,
    terraform: tools.terraform,
    pyenv: system.forms(
      /^(versions|version|which [\w-]+|root|prefix|version-name)( --bare)?$/,
      'in this form changes versions',
    ),
    nvm: system.forms(/^(ls|list|current|version)$/, 'in this form changes versions'),
    shellcheck: shellcheck,
    bc: flagRule({
      flags: { short: 'hilqsvw', long: 'help interactive mathlib quiet standard version warn' },
      use: 'content',
      operands: 0,
    }),
    crontab: system.forms(/^-l$/, 'in this form changes what runs by the clock'),
    lspci: system.forms(/^(-[vknmDtb]+( |$))*(-s \S+)?$/, 'in this form is not known to be harmless'),
    top: system.forms(
      /^((-b|-bn ?\d+|-n ?\d+|-l ?\d+|-o %?\w+|-p ?[\d,]+|-H|-i|-c|-w ?\d*|-s ?\d+|-d ?[\d.]+|-stats [\w,]+|-bc?n ?\d+)( |$))+$/,
      'in this form waits for keys',
    ),
    route: system.forms(/^-n$/, 'in this form changes the network'),
    arp: system.forms(/^-[an]+$/, 'in this form changes the network'),
    snap: system.forms(/^list( --all)?( [\w-]+)*$/, 'in this form changes packages'),
    flatpak: system.forms(/^list( --\w+)*$/, 'in this form changes packages'),
    pipx: system.forms(/^list( --(short|json))*$/, 'in this form changes packages'),
    conda: system.forms(
      /^(list|info|env list|config --show-sources)( --(json|envs|export))*( [\w-]+)?$/,
      'in this form changes packages',
    ),
    tee: (judge, call) => {
      if (call.args.length === 0 || !call.args.every((a) => /^\/dev\/(null|stdout|stderr)$/.test(a.text)))
        note(judge, '`tee` writes files', call.piece)
    },
    gem: system.forms(
      /^(list|environment|env|which|contents|specification)( (--(local|versions|all|details)|-[lad]|(?!-)[\w.-]+))*$/,
      'in this form changes packages or asks the network',
    ),
    dotnet: system.forms(/^--(list-sdks|list-runtimes|info)$/, 'in this form builds or changes the project'),
  } satisfies Record<string, Rule>),
)

function shellcheck(judge: Judge, call: Call): void {
  // `-x` follows sourced files; all it does is read.
  RULES.get('cat')?.(judge, call)
}

/** Judges one spelled-out command by the table; what the table does not hold asks. */
export function judgeCall(judge: Judge, call: Call): void {
  if (
    asksVersion(
      call.name,
      call.args.map((arg) => literal(arg) ?? '\u0000'),
    )
  )
    return
  const wrapper = wrappers.get(call.name)
  if (wrapper) {
    wrapper(judge, call, judgeCall)
    return
  }
  const before = judge.reasons.length
  const rule = RULES.get(call.name)
  rule?.(judge, call)
  const risk = riskOf(call)
  if (!rule)
    note(judge, risk?.text ?? `\`${call.name}\` is not known to be harmless`, call.piece, risk?.level)
  // A known risk says more than "not only reading".
  else if (risk && judge.reasons.length > before) note(judge, risk.text, call.piece, risk.level)
}
