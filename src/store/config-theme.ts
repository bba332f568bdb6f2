import * as v from 'valibot'
import { BASES, lookOf, PARTS, type ThemeSetting } from '../protocol/theme.ts'

const baseSchema = v.picklist(BASES)
const lookSchema = v.pipe(
  v.string(),
  v.check((text) => lookOf(text) !== undefined),
)
const partSchema = v.picklist(PARTS)

export const themeSchema: v.GenericSchema<unknown, ThemeSetting> = v.union([
  baseSchema,
  v.pipe(
    v.objectWithRest({ base: v.exactOptional(baseSchema) }, v.unknown()),
    v.rawTransform(({ dataset: { value }, addIssue, NEVER }): ThemeSetting => {
      const { base, ...rest } = value
      const parts: ThemeSetting = base === undefined ? {} : { base }
      for (const [name, text] of Object.entries(rest)) {
        if (!v.is(partSchema, name) || !v.is(lookSchema, text)) {
          addIssue({ message: name })
          return NEVER
        }
        parts[name] = text
      }
      return parts
    }),
  ),
])

const LOOKS =
  'a colour as "#ffb86c", "bright-blue" or "0" to "255", with "bold", "underline" or "inverse", or "plain"'

/** What would be allowed instead, as near to the mistake as can be told. */
export function themeAllowed(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return `${BASES.join(', ')}, or an object such as {"base": "dark", "accent": "#ffb86c bold"}`
  for (const [name, part] of Object.entries(value)) {
    if (name === 'base' && !v.is(baseSchema, part)) return `for base ${BASES.join(', ')}`
    if (name !== 'base' && !v.is(partSchema, name))
      return `base, ${PARTS.join(', ')}; not ${JSON.stringify(name)}`
    if (name !== 'base' && !v.is(lookSchema, part)) return `for ${name} ${LOOKS}`
  }
  return BASES.join(', ')
}
