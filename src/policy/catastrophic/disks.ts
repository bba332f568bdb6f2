import type { Arg, Call } from '../judge.ts'
import { isDisk } from './targets.ts'

const MAKERS =
  /^(mkfs(\..+)?|mke2fs|newfs(_.+)?|mkswap|wipefs|blkdiscard|shred|sgdisk|parted|badblocks|mdadm|nvme|hdparm)$/

/** What a command does to a whole disk, partition or pool, in words; undefined when it only looks, or at a file. */
export function wipes(call: Call, name: string, operands: readonly Arg[]): string | undefined {
  const flags = call.args.filter((a) => a.text.startsWith('-')).map((a) => a.text)
  const verb = operands[0]?.text ?? ''
  const disk = call.args.some((a) => isDisk(a.text))
  if (MAKERS.test(name)) {
    const acts =
      /^(mkfs|mke2fs|newfs|mkswap|blkdiscard|shred)/.test(name) ||
      (name === 'wipefs' && flags.some((f) => /^(-[a-z]*a|--all)/.test(f))) ||
      (name === 'sgdisk' && flags.some((f) => /^(--zap|-Z|-z|-o|--clear)/.test(f))) ||
      (name === 'parted' && operands.some((a) => /^(mklabel|mktable)/.test(a.text))) ||
      (name === 'badblocks' && flags.some((f) => f.includes('w'))) ||
      (name === 'mdadm' && flags.includes('--zero-superblock')) ||
      (name === 'nvme' && /^(format|sanitize)$/.test(verb)) ||
      (name === 'hdparm' && flags.some((f) => /^--(security-erase|trim-sector)/.test(f)))
    const dry = name === 'shred' ? /^(--help|--version)$/ : /^(-n|--no-act|--help|--version|-V)$/
    return disk && acts && !flags.some((f) => dry.test(f)) ? 'wipes a disk' : undefined
  }
  if (name === 'cryptsetup')
    return /^(erase|luksErase)$/.test(verb) || (/^(luksFormat|reencrypt)$/.test(verb) && disk)
      ? 'destroys a disk\u2019s keys'
      : undefined
  if (/^(fdisk|sfdisk|gdisk|cfdisk)$/.test(name)) {
    // Alone they wait for a person; told what to do they do it.
    const told =
      call.given !== undefined || call.reads.length > 0 || flags.some((f) => /^--(delete|wipe)/.test(f))
    return disk && told && !flags.some((f) => /^(-l|--list|-d|--dump|-n|--no-act)$/.test(f))
      ? 'changes how a disk is divided, unasked'
      : undefined
  }
  if (name === 'zpool') return verb === 'destroy' ? 'destroys a storage pool' : undefined
  if (name === 'zfs')
    return verb === 'destroy' &&
      flags.some((f) => /^-[a-z]*[rR]/.test(f)) &&
      !flags.some((f) => /^-[a-z]*n/.test(f)) &&
      operands.slice(1).some((a) => !/[@#]/.test(a.text))
      ? 'destroys a file system and all below it'
      : undefined
  if (/^(lv|vg|pv)remove$/.test(name))
    return flags.some((f) => /^(-[a-z]*[fy]|--force|--yes)/.test(f))
      ? 'removes disk volumes unasked'
      : undefined
  if (name === 'diskutil')
    return /^(erasedisk|erasevolume|zerodisk|randomdisk|secureerase|reformat)$/i.test(verb)
      ? 'erases a disk'
      : undefined
  return undefined
}
