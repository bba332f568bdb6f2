/**
 * node-pty 1.2.0-beta.15, beneath its stream layer. The layer copies every chunk through two streams and spins
 * on `setImmediate` while the program does not read; the host reads and writes the descriptor itself.
 */
declare module 'node-pty/lib/utils.js' {
  export function loadNativeModule(name: 'pty'): {
    /** Folder of the binary, relative to node-pty's lib/. */
    dir: string
    module: {
      fork(
        file: string,
        args: string[],
        /** `NAME=value` */
        env: string[],
        cwd: string,
        cols: number,
        rows: number,
        uid: number,
        gid: number,
        utf8: boolean,
        helperPath: string,
        onExit: (code: number, signal: number) => void,
      ): { fd: number; pid: number; pty: string }
      resize(fd: number, cols: number, rows: number, xPixel: number, yPixel: number): void
    }
  }
}
