/** Programs that take commands as text. */
export const SHELLS = /^(sh|bash|zsh|dash|ksh|ash|fish|rbash)$/
