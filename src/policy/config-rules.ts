import type { Profile } from './decide.ts'
import { parseRule, type Rule } from './rules.ts'

/** Rules as a person writes them, in the agent's own syntax. */
export type RuleLists = { allow?: string[]; ask?: string[]; deny?: string[] }
export type FolderPolicy = RuleLists & { profile?: Profile }
/** The part of the config that is about permissions. */
export type PolicyConfig = { profile: Profile; rules: RuleLists; folders: Record<string, FolderPolicy> }

/** Folders that hold for `cwd`, the nearest last. */
function foldersOf(config: PolicyConfig, cwd: string): [string, FolderPolicy][] {
  return Object.entries(config.folders)
    .filter(([folder]) => cwd === folder || cwd.startsWith(folder.endsWith('/') ? folder : `${folder}/`))
    .toSorted(([a], [b]) => a.length - b.length)
}

/** The profile that holds in a folder: the nearest folder's, else everywhere's. */
export function profileIn(config: PolicyConfig, cwd: string): Profile {
  return foldersOf(config, cwd).reduce<Profile>(
    (profile, [, folder]) => folder.profile ?? profile,
    config.profile,
  )
}

/** The person's rules that hold in a folder, the nearest folder's last. */
export function rulesIn(config: PolicyConfig, cwd: string): Rule[] {
  const near = foldersOf(config, cwd).flatMap(([folder, rules]) =>
    rulesFrom(rules, `config, ${folder}`, folder),
  )
  return [...near, ...rulesFrom(config.rules, 'config', cwd)]
}

/** Parsed; what does not parse holds nothing and is told by the lint. */
export function rulesFrom(lists: RuleLists, from: string, root: string): Rule[] {
  return (['allow', 'ask', 'deny'] as const).flatMap((kind) =>
    (lists[kind] ?? []).flatMap((text) => {
      const outcome = parseRule(text, { kind, from, root })
      return outcome.type === 'rule' ? [outcome.rule] : []
    }),
  )
}
