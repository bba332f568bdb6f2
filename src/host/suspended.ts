/** Ctrl+Z as a terminal sends it: a byte, or a key of the kitty protocol or of xterm's modifyOtherKeys. */
// biome-ignore lint: that is what terminals send
const CTRL_Z = /\u001a|\u001b\[122;5(?::1)?u|\u001b\[27;5;122~/
/** Longer is a paste. */
const KEYS_BYTES = 64

/** By when a program has stopped itself: at once, or on a busy machine later, ms. */
const AFTER_MS = [200, 1000, 4000]

/**
 * Claude Code, Gemini CLI and OpenCode stop themselves at Ctrl+Z and wait for the shell's `fg`. No shell stands behind
 * a session's own program, so it is told to go on, which does nothing to one that never stopped. In a session that is
 * a shell this does not reach the shell's jobs: they have their `fg`.
 */
export function goOnAfterCtrlZ(typed: Buffer, goOn: () => void): void {
  if (typed.length > KEYS_BYTES || !CTRL_Z.test(typed.toString('latin1'))) return
  for (const ms of AFTER_MS) setTimeout(goOn, ms)
}
