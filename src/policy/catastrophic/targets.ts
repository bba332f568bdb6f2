import type { Arg, Judge, Scope } from '../judge.ts'
import { HOLE, LISTED, NAMED, STAR } from '../judge.ts'
import { resolvePath } from '../paths.ts'
import type { PolicyContext } from '../verdict.ts'

const TOP =
  'usr etc bin boot lib lib32 lib64 sbin var home root opt dev sys proc srv run System Applications Users Library private Volumes cores nix mnt media'.split(
    ' ',
  )

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
    if (TOP.includes(path.slice(1))) return `the system folder ${path}`
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
  if (
    /\/\.claude\/(settings(\.local)?\.json|hooks\/.+|\.credentials\.json)$|\/\.claude\.json$|\/managed-settings\.json$/.test(
      path,
    )
  )
    return 'what the agent may do'
  if (
    /\/\.(codex\/(config\.toml|hooks.*|rules\/.+)|gemini\/(settings\.json|policies\/.+)|opencode\/.+|mcp\.json)$/.test(
      path,
    )
  )
    return 'what the agent may do'
  if (
    /\/\.git\/(hooks\/.+|config|info\/attributes)$|\/\.gitattributes$|\/\.husky\/.+$|\/\.gitmodules$/.test(
      path,
    )
  )
    return 'what git runs by itself'
  if (
    /\/\.(bashrc|bash_profile|bash_login|profile|zshrc|zshenv|zprofile|zlogin|inputrc|gitconfig|envrc|xprofile|vimrc)$|\/\.config\/(fish|git|systemd|autostart|environment\.d)\/.+|\/Library\/LaunchAgents\/.+/.test(
      path,
    )
  )
    return 'what your shell runs by itself'
  return undefined
}
