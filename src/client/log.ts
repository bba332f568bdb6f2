import { followPieces, readPieces } from './log-files.ts'
import { readPlainLog } from './plain-log.ts'

/** Only when it is needed: the emulator is ten times as large as all the rest. */
const emulated = () => import('./log-text.ts')

/**
 * The newest `lines` lines of what a session's terminal showed: what scrolled by, then the final screen. Rendered
 * at the sizes it had, or at `cols`. No escapes; wrapped lines are one again.
 */
export async function readLogText(options: LogOptions): Promise<string[]> {
  return (await readLog(options)).lines
}

type LogOptions = { folder: string; lines: number; cols?: number }

/** The same, and where `followLog` goes on without losing or repeating a byte. */
export async function readLog(options: LogOptions): Promise<{ lines: string[]; next: number }> {
  return (await readPlainLog(options.folder, options.lines)) ?? readRenderedLog(options)
}

/** The same by an emulator, whatever was printed. */
export async function readRenderedLog(options: LogOptions): Promise<{ lines: string[]; next: number }> {
  let next = 0
  let kept: string[] = []
  const take = (line: string): void => {
    kept.push(line)
    if (kept.length > options.lines * 2 + 1000) kept = kept.slice(-options.lines)
  }
  const { openTextLog } = await emulated()
  const text = openTextLog({
    cols: 80,
    rows: 24,
    ...(options.cols !== undefined && { fixedCols: options.cols }),
    past: 'scrolled',
    take,
  })
  for await (const piece of readPieces(options.folder))
    if (piece.type === 'mark') await text.mark(piece.mark)
    else {
      next += piece.bytes.length
      await text.feed(piece.bytes)
    }
  text.finish()
  return { lines: options.lines > 0 ? kept.slice(-options.lines) : [], next }
}

/**
 * The newest `lines` lines, and again whenever output has come, at most every `everyMs`: each byte is rendered once,
 * however long the log is. Goes on until the signal, over rotations and new programs in the same session.
 */
export async function watchLog(options: {
  folder: string
  lines: number
  everyMs: number
  signal: AbortSignal
  /** What is done to a line once it no longer changes, such as making it safe to draw. */
  each(line: string): string
  changed(lines: string[]): void
}): Promise<void> {
  const { folder, signal, each } = options
  let past: string[] = []
  const { openTextLog } = await emulated()
  const text = openTextLog({
    cols: 80,
    rows: 24,
    past: 'scrolled',
    take(line) {
      past.push(each(line))
      if (past.length > options.lines * 2) past = past.slice(-options.lines)
    },
  })
  const tell = (): void => options.changed([...past, ...text.rest().map(each)].slice(-options.lines))
  let timer: NodeJS.Timeout | undefined
  try {
    let next = 0
    const marks = new Set<string>()
    for await (const piece of readPieces(folder)) {
      if (signal.aborted) return
      if (piece.type === 'bytes') next += piece.bytes.length
      else marks.add(JSON.stringify(piece.mark))
      await (piece.type === 'mark' ? text.mark(piece.mark) : text.feed(piece.bytes))
    }
    tell()
    for await (const piece of followPieces(folder, { from: next, signal })) {
      if (signal.aborted) return
      // Who begins in the middle is told the size again; here it was heard already.
      if (piece.type === 'mark' && marks.has(JSON.stringify(piece.mark))) continue
      await (piece.type === 'mark' ? text.mark(piece.mark) : text.feed(piece.bytes))
      timer ??= setTimeout(() => {
        timer = undefined
        if (!signal.aborted) tell()
      }, options.everyMs)
    }
  } finally {
    clearTimeout(timer)
  }
}

/** The bytes as they came, oldest first. */
export async function* readLogRaw(folder: string): AsyncGenerator<Buffer> {
  for await (const piece of readPieces(folder)) if (piece.type === 'bytes') yield Buffer.from(piece.bytes)
}

/**
 * What comes from now on (`end`), or from so many bytes after the oldest byte kept, as `readLogRaw` counts them:
 * bytes as they come, or lines, each once the cursor stands below it. Goes on until the signal, over rotations
 * and new programs in the same session.
 */
export async function* followLog(
  folder: string,
  options: { from: 'end' | number; raw: boolean; signal: AbortSignal },
): AsyncGenerator<Buffer | string> {
  const pieces = followPieces(folder, options)
  if (options.raw) {
    for await (const piece of pieces) if (piece.type === 'bytes') yield Buffer.from(piece.bytes)
    return
  }
  const lines: string[] = []
  const { openTextLog } = await emulated()
  const text = openTextLog({ cols: 80, rows: 24, past: 'cursor', take: (line) => lines.push(line) })
  for await (const piece of pieces) {
    await (piece.type === 'mark' ? text.mark(piece.mark) : text.feed(piece.bytes))
    yield* lines.splice(0)
  }
}
