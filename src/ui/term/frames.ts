import { PassThrough, Writable } from 'node:stream'
import { render } from 'ink'
import { createElement, type ReactNode } from 'react'
import type { Size } from '../layout.ts'
import { Ledger, Names } from './ledger.ts'

/** Ink as a pure function from a tree to a frame of text: it neither reads nor writes the terminal. */
export type Frames = {
  /** Lays out and renders synchronously. Rows joined by newlines, with SGR codes. */
  frame(tree: ReactNode, size: Size): string
  close(): void
}

/** Cells that any name of a row fits. */
const NAME_COLS = 20

/** Called when a component threw: the view cannot go on. */
type Broken = (error: Error) => void

/**
 * In `debug` mode Ink hands over each whole frame in one synchronous write, with no cursor movement and no
 * throttle. That is what the painter wants: it compares cells, which writes a sixth of what Ink's own line
 * comparison does, and Ink never touches modes, cursor or input of a terminal it would not own.
 */
export function openFrames(size: Size, broken: Broken): Frames {
  const ledger = new Ledger()
  let latest = ''
  const sink = Object.assign(
    new Writable({
      decodeStrings: false,
      write(chunk: string | Buffer, _encoding, done) {
        latest = chunk.toString()
        done()
      },
    }),
    { columns: size.cols, rows: size.rows },
  )
  let ink: ReturnType<typeof render> | undefined
  return {
    frame(tree, { cols, rows }) {
      // What Ink lays out are names, which must not be broken: a row of a tiny window is narrower than its name.
      sink.columns = Math.max(cols, NAME_COLS)
      sink.rows = rows
      ledger.tidy()
      const named = createElement(Names, { value: ledger }, tree)
      if (ink) ink.rerender(named)
      else {
        ink = render(named, {
          stdout: sink,
          stderr: sink,
          stdin: new PassThrough(),
          debug: true,
          interactive: true, // CI=… must not mean "draw nothing until the end"
          exitOnCtrlC: false,
          patchConsole: false,
          isScreenReaderEnabled: false,
        })
        ink.waitUntilExit().catch((error: unknown) => {
          broken(error instanceof Error ? error : new Error(String(error)))
        })
      }
      return latest
        .split('\n')
        .map((name) => ledger.textOf(name.trim()))
        .join('\n')
    },
    close() {
      ink?.unmount()
    },
  }
}
