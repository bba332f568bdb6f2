/**
 * When the daemon may go: no agent lives and nobody is connected. It waits a little, since commands come in
 * rows, and the next one would only start it again.
 */
const LINGER_MS = 3000

export function createPresence(options: { busy(): boolean; leave(): void }) {
  let timer: NodeJS.Timeout | undefined
  return {
    /** To be called after every change of sessions or clients. */
    look(): void {
      if (options.busy()) {
        clearTimeout(timer)
        timer = undefined
        return
      }
      timer ??= setTimeout(() => {
        timer = undefined
        if (!options.busy()) options.leave()
      }, LINGER_MS)
    },
  }
}
