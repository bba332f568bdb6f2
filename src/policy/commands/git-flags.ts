import type { Flags } from '../flags.ts'

/** Flags of git's reading subcommands that only choose or shape output (git 2.47 manual pages). */
const READING: Flags = {
  short: 'abcdefghiklmnpqrstuvwxyzABCDEFHIKLMNPRSTUVWXYZ01',
  valued: 'nGSLUBMCOlXA',
  count: true,
  words: '-1 -2 -3 -uno -uall -unormal',
  long: `no-commit-id all oneline stat no-stat shortstat numstat dirstat summary name-only name-status graph decorate no-decorate reverse merges no-merges first-parent
    patch no-patch raw full-history follow cached staged porcelain short long branch branches tags remotes show-stash ahead-behind no-ahead-behind
    ignored no-renames find-copies find-copies-harder no-color color-words word-diff no-pager ignore-all-space ignore-space-change
    ignore-blank-lines ignore-space-at-eol ignore-cr-at-eol text no-ext-diff no-textconv full-index binary exit-code quiet check abbrev-commit no-abbrev-commit no-abbrev
    left-right left-only right-only cherry cherry-pick cherry-mark topo-order date-order author-date-order walk-reflogs boundary simplify-merges
    simplify-by-decoration ancestry-path dense sparse regexp-ignore-case invert-grep all-match extended-regexp fixed-strings
    basic-regexp perl-regexp pickaxe-all pickaxe-regex no-notes notes show-notes relative no-relative function-context minimal patience histogram
    indent-heuristic no-indent-heuristic compact-summary patch-with-stat root cc combined-all-paths no-index merge-base no-prefix
    source use-mailmap mailmap no-mailmap parents children show-pulls remove-empty do-walk relative-date show-linear-break clear-decorations
    others modified deleted stage killed unmerged exclude-standard directory no-empty-directory error-unmatch full-name full-tree
    deduplicate debug eol resolve-undo recurse-submodules
    line-number count files-with-matches files-without-match name-only ignore-case word-regexp invert-match heading break show-function
    untracked no-recursive recursive and or not only-matching column null cached-only max-depth
    show-toplevel show-prefix show-cdup git-dir git-common-dir absolute-git-dir is-inside-work-tree is-inside-git-dir is-bare-repository is-shallow-repository
    verify symbolic symbolic-full-name abbrev-ref revs-only no-revs flags no-flags show-superproject-working-tree show-object-format
    contains always dirty broken exact-match tags long candidates first-parent
    numbered email committer summary head heads dereference hash list merged no-merged points-at ignore-case
    is-ancestor octopus independent fork-point objects objects-edge unpacked use-bitmap-index no-object-names disk-usage timestamp header human-readable verbose
    show-email show-name show-number incremental line-porcelain score-debug date-order minimal  z non-matching no-index
    creation-factor no-dual-color left-only right-only dual-color build-options all-names name-rev no-undefined show-current list
    no-column  no-standard-notes no-expand-tabs no-walk no-min-parents no-max-parents in-commit-order reflog single-worktree
    name-status tree-of exclude-first-parent-only ignore-submodules no-ignore-submodules submodule irreversible-delete no-rename-empty rename-empty
    null get get-all get-regexp includes local global system worktree show-origin show-scope type-bool bool int path show-ref d t r`,
  longValued: `author committer grep since until after before max-count skip pretty format date diff-filter inter-hunk-context
    unified max-parents min-parents glob exclude-per-directory sort count-to
    contains no-contains points-at encoding match exclude diff-algorithm anchored since-as-filter
    stat-width stat-name-width stat-count ws-error-highlight src-prefix dst-prefix line-prefix output-indicator-new output-indicator-old
    group grep-reflog max-depth context after-context before-context object-format branches-glob prefix path-format
    ignore-rev ignore-revs-file min-parents diff-merges word-diff-regex find-object rotate-to skip-to candidates`,
  longMaybe: `count color column abbrev decorate decorate-refs decorate-refs-exclude word-diff color-moved color-moved-ws color-words find-renames find-copies break-rewrites dirstat stat
    untracked-files ignored ignore-submodules submodule show-notes notes relative remotes branches tags glob exclude max-count skip since until after before author committer grep
    pretty format date sort expand-tabs no-walk porcelain column exclude-hidden show-forced dirty broken abbrev-ref hash list merged no-merged recurse-submodules missing filter merge-base dd remerge-diff log-size group shallow-exclude cherry short local-env-vars resolve-git-dir git-path symbolic type simplify-by-decoration unified show-object-format`,
}

/** What the flags that do more do. */
export const WHY: Record<string, string> = {
  '--output': 'writes a file',
  '--ext-diff': 'runs the repository\u2019s diff program',
  '--textconv': 'runs the repository\u2019s converter',
  '--filters': 'runs the repository\u2019s filter',
  '--open-files-in-pager': 'runs a program',
  '--show-signature': 'runs gpg',
  '--exec': 'runs a program',
  '--upload-pack': 'runs a program',
  '--help': 'opens a manual viewer',
  '--paginate': 'runs the pager',
  '-O': 'runs a program, or reads an order file',
}

/** What a reading subcommand of git may be called with. */
export function readingFlags(name: string): Flags {
  if (name === 'grep')
    return {
      ...READING,
      short: (READING.short ?? '').replace('O', ''),
      valued: 'efABCm',
      long: `${READING.long} text all-match`,
    }
  return { ...READING, short: name === 'cat-file' ? 'ptse' : shortOf(name), valued: valuedOf(name) }
}

function shortOf(name: string): string {
  if (name === 'status') return 'sbuvz'
  if (name === 'blame' || name === 'annotate') return 'bcefhklnpstwM'
  if (name === 'ls-files') return 'cdmoiszktuvfx'
  if (name === 'ls-tree') return 'drtlz'
  if (name === 'describe') return ''
  if (name === 'shortlog') return 'nsceh'
  if (name === 'merge-base') return 'a'
  if (name === 'cherry' || name === 'check-ignore' || name === 'count-objects') return 'vqnzHz'
  if (name === 'show-ref') return 'hdsq'
  if (name === 'for-each-ref') return 'p'
  // The family of log and diff.
  return 'pusabwzDRWcmtgilEFPMCqhrv0'
}

function valuedOf(name: string): string {
  if (name === 'blame' || name === 'annotate') return 'LSC'
  if (name === 'ls-files') return 'xX'
  if (name === 'describe') return ''
  if (name === 'status' || name === 'shortlog') return ''
  return 'nGSLUl'
}
