import type { Request } from '../protocol/request.ts'
import type { Rule } from './rules.ts'
import { matchingRule } from './rules.ts'
import { isInside, judgeTool, kindOf, placesOf } from './tools.ts'
import type { PolicyContext, Verdict } from './verdict.ts'

/**
 * How much passes unasked. careful: only what a rule of the person allows · balanced: also what is proven to be
 * reading · hands-off: also ordinary file changes inside of the session's folder · paused: nothing.
 */
export type Profile = 'careful' | 'balanced' | 'hands-off' | 'paused'

/** Who decided: a rule of the person, the analyser, or the profile. */
export type Decider =
  | { type: 'rule'; rule: Rule }
  | { type: 'policy' }
  | { type: 'profile'; profile: Profile }
export type Decision = Verdict & { by: Decider }

/**
 * Decides about one tool call. The catastrophic list holds always; then the person's deny, the person's ask, and only
 * then whatever may allow. Pure; never throws.
 */
export function decide(
  request: Pick<Request, 'tool' | 'input'>,
  rules: readonly Rule[],
  profile: Profile,
  context: PolicyContext,
): Decision {
  const judged = judgeTool(request.tool, request.input, context)
  const ask = { tool: request.tool, input: request.input }
  if (judged.verdict === 'deny') return { ...judged, by: { type: 'policy' } }
  const denied = matchingRule(rules, 'deny', ask, context)
  if (denied) return { ...judged, verdict: 'deny', by: { type: 'rule', rule: denied } }
  if (profile === 'paused') return { ...judged, verdict: 'ask', by: { type: 'profile', profile } }
  const asked = matchingRule(rules, 'ask', ask, context)
  if (asked) return { ...judged, verdict: 'ask', by: { type: 'rule', rule: asked } }
  // Nobody who wrote a rule or chose a profile had this in mind.
  if (judged.risk === 'catastrophic') return { ...judged, by: { type: 'policy' } }
  const allowed = matchingRule(rules, 'allow', ask, context)
  if (allowed) return { ...judged, verdict: 'allow', by: { type: 'rule', rule: allowed } }
  if (profile === 'careful') return { ...judged, verdict: 'ask', by: { type: 'profile', profile } }
  if (judged.verdict === 'allow') return { ...judged, by: { type: 'policy' } }
  if (profile === 'hands-off' && kindOf(request.tool) === 'write' && judged.risk === 'low') {
    // A call that names no file is about the folder itself.
    const inside = placesOf(request.input, context).every(
      (path) => path !== context.cwd && isInside(path, context.cwd),
    )
    if (inside) return { ...judged, verdict: 'allow', by: { type: 'profile', profile } }
  }
  return { ...judged, by: { type: 'policy' } }
}
