import type { ArithmeticExpression, WordPart } from 'unbash'
import type { Judge, Scope } from './judge.ts'
import { inside, note, spend } from './judge.ts'

/** A plain number: decimal, hex, or with a base. */
export function numeric(text: string): boolean {
  return /^[+-]?(0x[\da-f]+|\d+|\d+#\w+)$/i.test(text)
}

type Sum = {
  expression: ArithmeticExpression | undefined
  piece: string
  spellParts: (parts: readonly WordPart[]) => void
}

/**
 * Numbers and operators only. A name is expanded and evaluated again by the shell, so that a variable holding
 * `a[$(cmd)]` runs cmd.
 */
export function judgeArithmetic(judge: Judge, scope: Scope, { expression, piece, spellParts }: Sum): void {
  if (!expression) {
    note(judge, 'the arithmetic cannot be read', piece)
    return
  }
  visit(expression)

  function visit(node: ArithmeticExpression): void {
    spend(judge, scope)
    switch (node.type) {
      case 'ArithmeticBinary':
        if (/^([^=!<>]|<<|>>)?=$/.test(node.operator) || /^(\*\*|&&|\|\|)=$/.test(node.operator))
          note(judge, 'the arithmetic sets a variable', piece)
        visit(node.left)
        visit(node.right)
        return
      case 'ArithmeticUnary':
        if (node.operator === '++' || node.operator === '--')
          note(judge, 'the arithmetic sets a variable', piece)
        visit(node.operand)
        return
      case 'ArithmeticTernary':
        visit(node.test)
        visit(node.consequent)
        visit(node.alternate)
        return
      case 'ArithmeticGroup':
        visit(node.expression)
        return
      case 'ArithmeticWord':
        if (node.parts) spellParts(node.parts)
        if (!numeric(node.value) && !knownNumber(node.value))
          note(judge, 'arithmetic over variables can run commands', piece)
        return
      case 'ArithmeticCommandExpansion':
        if (node.script) judge.nested(node.script, inside(scope, { feed: 'none' }))
        note(judge, 'arithmetic over a command\u2019s output can run commands', piece)
        return
      default:
        note(judge, 'the arithmetic is of an unknown kind', piece)
    }
  }

  /** A loop variable over written-out numbers. */
  function knownNumber(text: string): boolean {
    const values = scope.variables.get(text.replace(/^\$\{?(\w+)\}?$/, '$1'))
    return values !== undefined && values.every(numeric)
  }
}
