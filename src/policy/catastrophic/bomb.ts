import type { Function as ShellFunction, SyntaxNode } from 'unbash'
import { forEachChild } from 'unbash'
import type { Judge } from '../judge.ts'
import { note } from '../judge.ts'

/** A function that starts itself in a pipeline or in the background: `:(){ :|:& };:`. */
export function judgeBomb(judge: Judge, node: ShellFunction, piece: string): void {
  const name = node.name.value
  let own = 0
  let beside = false
  const visit = (child: SyntaxNode, parallel: boolean): void => {
    judge.left -= 1
    if (judge.left < 0) return
    if (child.type === 'Command' && child.name?.value === name) {
      own++
      beside ||= parallel
    }
    const splits =
      (child.type === 'Statement' && child.background === true) ||
      (child.type === 'Pipeline' && child.commands.length > 1)
    forEachChild(child, (next) => visit(next, parallel || splits))
  }
  visit(node.body, false)
  if (own > 0 && beside)
    note(judge, 'starts itself over and over until the machine stops', piece, 'catastrophic')
}
