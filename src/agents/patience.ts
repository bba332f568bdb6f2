/** As long as a person may take to answer; agents let a hook take at most a day, s. */
export const HOLD_S = 86_400
/** Let go a minute before the agent would, so that it is never the agent that gives up, ms. */
export const HOLD_MS = (HOLD_S - 60) * 1000
/** The rules take microseconds; a daemon that is stuck must not hold up the agent's tools, ms. */
export const RULE_MS = 2000
/** Every other hook is answered at once; a host that hangs must not hold up the agent's tools, s. */
export const TELL_S = 10
