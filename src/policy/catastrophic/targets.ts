import type { Arg, Judge, Scope } from '../judge.ts'
import { HOLE, LISTED, NAMED, STAR } from '../judge.ts'
import { resolvePath } from '../paths.ts'
import type { PolicyContext } from '../verdict.ts'

const TOP =
  'usr etc bin boot lib lib32 lib64 sbin var home root opt dev sys proc srv run System Applications Users Library private Volumes cores nix mnt media'.split(
    ' ',
  )

// As good as the folder above: nothing runs without them.
const BELOW = /^\/(usr\/(bin|sbin|lib|lib64|libexec)|var\/lib|private\/(etc|var)|System\/Library)$/

/** The whole system, the home, or a top-level folder, or everything right below one of them. */
export function vitalTarget(judge: Judge, scope: Scope, arg: Arg): string | undefined {
  const { home } = judge.context
  for (const cwd of scope.cwds) {
    if (
      !/^[/~]/.test(arg.text) &&
      !arg.text.startsWith('.') &&
      !/^[\u0001]/.test(arg.text) &&
      cwd === judge.context.cwd
    )
      continue
    const path =
      resolvePath(arg.text, cwd, home).replace(/\/(\u0001+|\.\u0001+|\u0001+\.\u0001+)$/, '') || '/'
    if (new RegExp(`[${HOLE}${NAMED}${LISTED}${STAR}\u0002]`).test(path)) continue
    // The session's own folder is the agent's to clean, wherever it lies; the home is not.
    if (path === '/') return 'the whole system'
    if (path === home || /^\/(home|Users)\/[^/]+$/.test(path) || path === '/root') return 'a home folder'
    if (TOP.includes(path.slice(1)) || BELOW.test(path)) return `the system folder ${path}`
  }
  return undefined
}

/** A disk or partition; not `/dev/null` and its like. */
export function isDisk(text: string): boolean {
  return (
    /^\/dev\/((s|h|v|xv)d([a-z]\d*|\u0001|\u0002)|nvme\d|mmcblk\d|r?disk\d|dm-\d|md\d|mapper\/(?!control)|ada\d|da\d|vg|disk\/by-|root$)/.test(
      text,
    ) || /^\/dev\/(sd|nvme|hd|vd)[\u0001\u0002]/.test(text)
  )
}

/** A file whose overwriting hands over or breaks the machine, in words. */
export function systemFile(judge: Judge, scope: Scope, text: string): string | undefined {
  if (isDisk(text)) return 'a disk'
  for (const cwd of scope.cwds) {
    const path = resolvePath(text, cwd, judge.context.home)
    if (ownState(path, judge.context)) return 'what Roost itself may do'
    const system = systemPath(path)
    if (system) return system
  }
  return undefined
}

/** The same for an absolute path. */
export function systemPath(path: string): string | undefined {
  if (/^\/(private\/)?etc\/(passwd|g?shadow|sudoers|sudoers\.d\/.+|ld\.so\.preload)$/.test(path))
    return `the system file ${path}`
  if (/\/\.ssh\/authorized_keys2?$/.test(path)) return 'who may log in'
  if (path === '/proc/sysrq-trigger') return 'the kernel\u2019s emergency switch'
  return undefined
}

/** Part of Roost: an agent that writes there would give itself rights. */
export function ownState(path: string, context: PolicyContext): boolean {
  return (context.own ?? [`${context.home}/.roost`]).some((own) => path === own || path.startsWith(`${own}/`))
}

/** A file that decides what an agent may do, or that runs by itself later, in words. */
export function selfRights(path: string): string | undefined {
  // macOS finds `.CLAUDE/Settings.json` too.
  const lower = path.toLowerCase()
  return RIGHTS.find(({ file }) => file.test(lower))?.what
}

const AGENT = 'what the agent may do'
const GIT = 'what git runs by itself'
const SHELL = 'what your shell runs by itself'
const LATER = 'what others run by themselves'

const RIGHTS: { file: RegExp; what: string }[] = [
  // Commands, agents and skills of Claude Code may bring hooks and allowed tools of their own.
  {
    file: /\/\.claude\/(settings(\.[\w-]+)?\.json|(hooks|commands|agents|skills|plugins)\/.+|\.credentials\.json)$/,
    what: AGENT,
  },
  { file: /\/\.claude\.json$|\/managed-settings\.json$|\/\.?mcp(_servers)?\.json$/, what: AGENT },
  {
    file: /\/\.(codex\/(config\.toml|hooks.*|rules\/.+)|gemini\/(settings\.json|policies\/.+|extensions\/.+)|opencode\/.+|config\/opencode\/.+|cursor\/.+|aider\.conf\.ya?ml|qwen\/.+)$|\/opencode\.jsonc?$/,
    what: AGENT,
  },
  {
    file: /\/\.git\/(hooks\/.+|config(\.worktree)?|info\/.+|modules\/.+|worktrees\/.+)$|\/\.git$|\/\.gitattributes$|\/\.(husky|githooks)\/.+$|\/\.gitmodules$|\/\.?(lefthook|pre-commit-config)\.(ya?ml|toml)$/,
    what: GIT,
  },
  {
    file: /\/\.(bashrc|bash_profile|bash_login|bash_logout|bash_aliases|profile|zshrc|zshenv|zprofile|zlogin|zlogout|inputrc|gitconfig|envrc|xprofile|xinitrc|xsessionrc|vimrc|exrc|gdbinit|tmux\.conf|pythonrc|irbrc|rprofile|npmrc|yarnrc(\.yml)?|wgetrc|curlrc|lesskey|pam_environment)$/,
    what: SHELL,
  },
  {
    file: /\/\.config\/(fish|git|systemd|autostart|environment\.d|nvim|zsh|direnv|mise|pip)\/.+|\/\.ssh\/(config|rc|environment)$|\/library\/(launchagents|launchdaemons)\/.+|\/\.local\/bin\/.+|\/etc\/(cron[^/]*|profile[^/]*|systemd|init\.d|pam\.d|ld\.so\.conf[^/]*|bash\.bashrc|zsh[^/]*|environment)(\/.*)?$/,
    what: SHELL,
  },
  {
    file: /\/\.github\/(workflows|actions)\/.+|\/\.gitlab-ci\.ya?ml$|\/\.circleci\/.+|\/jenkinsfile$|\/azure-pipelines\.ya?ml$|\/\.travis\.yml$|\/\.buildkite\/.+|\/\.vscode\/(tasks|launch|settings)\.json$|\/\.devcontainer(\/.+|\.json)$|\/\.idea\/.+|\/\.envrc$|\/\.?mise\.toml$/,
    what: LATER,
  },
]
