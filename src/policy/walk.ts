import type {
  CommandNode,
  CompoundList,
  For,
  ParsedScript,
  PipelineNode,
  Statement,
  TestExpression,
  Word,
} from 'unbash'
import { judgeArithmetic } from './arithmetic.ts'
import { judgeBomb } from './catastrophic/bomb.ts'
import { judgePipeline } from './catastrophic/pipeline.ts'
import { harmlessName } from './commands/builtins.ts'
import type { Call, Judge, Outcome, Scope } from './judge.ts'
import { HOLE, inside, note, spend } from './judge.ts'
import { judgeRedirects } from './redirects.ts'
import { judgeSimple } from './simple.ts'
import { literal, spell } from './words.ts'

const NOTHING: Outcome = { feed: 'unknown', calls: [] }

/** Judges every statement of a script; what its output names is known only for a single pipeline. */
export function judgeScript(judge: Judge, script: ParsedScript, scope: Scope): Outcome {
  spend(judge, scope)
  if (script.errors?.length) note(judge, 'the shell would not accept it', script.errors[0]?.message ?? '')
  return judgeStatements(judge, script.commands, scope)
}

function judgeStatements(judge: Judge, statements: readonly Statement[], scope: Scope): Outcome {
  const outcomes = statements.map((s) => judgeStatement(judge, s, scope))
  const calls = outcomes.flatMap((o) => o.calls)
  const [only] = outcomes
  return { feed: outcomes.length === 1 && only ? only.feed : 'unknown', calls }
}

function judgeStatement(judge: Judge, statement: Statement, scope: Scope): Outcome {
  spend(judge, scope)
  const node = statement.command
  if (node.type !== 'AndOr') return judgePipe(judge, node, scope)
  const outcomes = node.commands.map((c) => judgePipe(judge, c, scope))
  return {
    feed: outcomes.length === 1 ? (outcomes[0]?.feed ?? 'unknown') : 'unknown',
    calls: outcomes.flatMap((o) => o.calls),
  }
}

function judgePipe(judge: Judge, node: PipelineNode, scope: Scope): Outcome {
  if (node.type !== 'Pipeline') return judgeCommandNode(judge, node, scope)
  spend(judge, scope)
  const [only] = node.commands
  if (node.commands.length === 1 && only) return judgeCommandNode(judge, only, scope)
  const stages: Call[][] = []
  let feed = scope.feed
  for (const command of node.commands) {
    // Each stage is a process of its own (zsh keeps the last one in the shell, hence the look at cd).
    const own = inside(scope, { feed, depth: scope.depth })
    const outcome = judgeCommandNode(judge, command, own)
    if (own.cwds.length > scope.cwds.length)
      note(judge, 'changes folder inside a pipeline', pieceOf(scope, command))
    stages.push(outcome.calls)
    feed = outcome.feed
  }
  judgePipeline(judge, stages, pieceOf(scope, node))
  return { feed, calls: stages.flat() }
}

function judgeCommandNode(judge: Judge, node: CommandNode, scope: Scope): Outcome {
  spend(judge, scope)
  switch (node.type) {
    case 'Command':
      return judgeSimple(judge, node, scope)
    case 'Redirected': {
      const { input, reads } = judgeRedirects(judge, scope, node.redirects)
      const outcome = judgeCommandNode(judge, node.command, input ? { ...scope, feed: 'unknown' } : scope)
      for (const call of outcome.calls) call.reads.push(...reads)
      return { ...outcome, feed: 'unknown' }
    }
    case 'Subshell': {
      const outcome = judgeList(judge, node.body, inside(scope))
      return { ...outcome, feed: 'unknown' }
    }
    case 'BraceGroup':
      return { ...judgeList(judge, node.body, scope), feed: 'unknown' }
    case 'If': {
      const lists = [node.clause, node.then, ...node.elif.flatMap((e) => [e.clause, e.then]), node.else]
      return judgeLists(judge, lists, scope)
    }
    case 'While':
      return repeated(scope, () => judgeLists(judge, [node.clause, node.body], scope))
    case 'For':
      return judgeFor(judge, node, scope)
    case 'Case': {
      spell(judge, scope, node.word)
      for (const item of node.items) for (const pattern of item.pattern) judgePattern(judge, scope, pattern)
      return judgeLists(
        judge,
        node.items.map((i) => i.body),
        scope,
      )
    }
    case 'TestCommand':
      judgeTest(judge, scope, node.expression)
      return NOTHING
    case 'ArithmeticCommand':
      judgeArithmetic(judge, scope, {
        expression: node.expression,
        piece: pieceOf(scope, node),
        spellParts: () => {},
      })
      // Its words are walked as parts of a word of the same text elsewhere; here a name alone already asks.
      return NOTHING
    case 'ArithmeticFor':
      for (const expression of [node.initialize, node.test, node.update])
        if (expression)
          judgeArithmetic(judge, scope, { expression, piece: pieceOf(scope, node), spellParts: () => {} })
      note(judge, 'counts with shell arithmetic', pieceOf(scope, node))
      return judgeList(judge, node.body, inside(scope))
    case 'Select':
      note(judge, '`select` waits for an answer', pieceOf(scope, node))
      for (const word of node.wordlist ?? []) spell(judge, scope, word)
      return judgeList(judge, node.body, inside(scope))
    case 'Function': {
      const name = node.name.value
      note(judge, `defines a command \`${name}\``, pieceOf(scope, node))
      judgeBomb(judge, node, pieceOf(scope, node))
      const body =
        node.body.type === 'CompoundList'
          ? judgeList(judge, node.body, inside(scope))
          : judgeCommandNode(judge, node.body, inside(scope))
      return { feed: 'unknown', calls: body.calls }
    }
    case 'Coproc':
      note(judge, 'starts a command beside the shell', pieceOf(scope, node))
      return node.body.type === 'CompoundList'
        ? judgeList(judge, node.body, inside(scope))
        : judgeCommandNode(judge, node.body, inside(scope))
    default:
      note(judge, 'a part of the command is of an unknown kind', '')
      return NOTHING
  }
}

function judgeList(judge: Judge, list: CompoundList, scope: Scope): Outcome {
  return judgeStatements(judge, list.commands, scope)
}

function judgeLists(judge: Judge, lists: (CompoundList | undefined)[], scope: Scope): Outcome {
  const calls = lists.flatMap((list) => (list ? judgeList(judge, list, scope).calls : []))
  return { feed: 'unknown', calls }
}

/** A later round sees the folders and the variables that an earlier one left. */
function repeated(scope: Scope, round: () => Outcome): Outcome {
  const known = (): number => [...scope.variables.values()].reduce((n, v) => n + v.length, scope.cwds.length)
  let before = known()
  let outcome = round()
  for (let again = 0; known() > before; again++) {
    // `cd ..` goes further up with every round.
    if (again === ROUNDS_MAX) scope.cwds.push(HOLE)
    before = known()
    outcome = round()
    if (again > ROUNDS_MAX) break
  }
  return outcome
}

const ROUNDS_MAX = 1

function judgeFor(judge: Judge, node: For, scope: Scope): Outcome {
  const name = node.name.value
  if (!harmlessName(name))
    note(judge, `the loop sets \`${name}\`, which other commands may read`, pieceOf(scope, node), 'high')
  if (!node.wordlist) note(judge, 'loops over the shell\u2019s own arguments', pieceOf(scope, node))
  const values = (node.wordlist ?? []).flatMap((word) => spell(judge, scope, word).map((arg) => arg.text))
  const outer = scope.variables.get(name)
  // What the variable was before may still be in it when the list is empty.
  scope.variables.set(name, [...new Set([...(outer ?? []), ...values])].slice(0, 64))
  if (values.length > 64) scope.variables.set(name, ['\u0000'])
  return repeated(scope, () => ({ ...judgeList(judge, node.body, scope), feed: 'unknown' }))
}

function judgeTest(judge: Judge, scope: Scope, node: TestExpression): void {
  spend(judge, scope)
  switch (node.type) {
    case 'TestUnary':
      if (node.operator === '-v' || node.operator === '-R')
        note(judge, `\`${node.operator}\` can run commands from an index`, pieceOf(scope, node))
      if (node.operator === '-t' && !/^\d+$/.test(node.operand.text))
        note(judge, 'zsh evaluates this as arithmetic, which can run commands', pieceOf(scope, node))
      spell(judge, scope, node.operand)
      return
    case 'TestBinary': {
      const sides = [node.left, node.right]
      // `[[ x -eq 1 ]]` evaluates x as arithmetic, over and over.
      const counts = /^-(eq|ne|lt|le|gt|ge)$/.test(node.operator)
      if (counts && sides.some((w) => w.parts !== undefined || !/^-?\d+$/.test(w.value)))
        note(judge, 'arithmetic over variables can run commands', pieceOf(scope, node))
      spell(judge, scope, node.left)
      judgePattern(judge, scope, node.right)
      return
    }
    case 'TestLogical':
      for (const operand of node.operands) judgeTest(judge, scope, operand)
      return
    case 'TestNot':
      judgeTest(judge, scope, node.operand)
      return
    case 'TestGroup':
      judgeTest(judge, scope, node.expression)
      return
    default:
      note(judge, 'a part of the command is of an unknown kind', '')
  }
}

/** A pattern of `case` or `[[ ]]`: alternatives in it are plain text, expansions run. */
function judgePattern(judge: Judge, scope: Scope, word: Word): void {
  for (const arg of spell(judge, scope, word))
    if (literal(arg) === undefined && arg.text.includes('$('))
      note(judge, 'the pattern cannot be read', arg.piece)
}

function pieceOf(scope: Scope, node: { pos: number; end: number }): string {
  return scope.source.slice(node.pos, node.end)
}
