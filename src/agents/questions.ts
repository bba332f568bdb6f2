import type { Question } from '../protocol/request.ts'
import { fieldsOf, listOf, textOf } from './fields.ts'

/** The questions an agent's tool puts to a person. `several` is its word for that more than one option may be chosen. */
export function questionsOf(list: unknown, several: 'multiSelect' | 'multiple'): Question[] {
  return listOf(list)
    .map(fieldsOf)
    .flatMap((asked) => {
      const [question, header] = [textOf(asked.question), textOf(asked.header)]
      if (!question) return []
      const options = listOf(asked.options)
        .map(fieldsOf)
        .flatMap((option) => {
          const [label, description] = [textOf(option.label), textOf(option.description)]
          return label ? [{ label, ...(description && { description }) }] : []
        })
      return [{ question, ...(header && { header }), multiSelect: asked[several] === true, options }]
    })
}
