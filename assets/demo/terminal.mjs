// The screen and the keys: a line to type on below what was printed, or a dialog instead of it.
const PASTE = /\x1b\[200~([\s\S]*?)\x1b\[201~/

export function openTerminal() {
  const { stdin, stdout } = process
  let line = ''
  let dialog // { take(key) }
  let quits = 0
  let ready = false
  const terminal = { onPrompt: () => {}, onQuit: () => {}, onStop: () => false, print, title, working, idle, dialog: ask, choose, close }

  stdin.setRawMode?.(true)
  stdin.setEncoding('utf8').on('data', read)
  stdout.write('\x1b[?2004h')

  const draw = () => stdout.write(`\r\x1b[K${ready ? `\x1b[36m❯\x1b[0m ${line.replace(/\n/g, '⏎')}` : ''}`)
  function print(text) {
    stdout.write(`\r\x1b[K${text.replace(/\n/g, '\r\n')}\r\n`)
    draw()
  }
  function title(text) {
    stdout.write(`\x1b]0;${text}\x07`)
  }
  function working() {
    ready = true
    draw()
  }
  function idle() {
    ready = true
    draw()
  }
  function close() {
    stdout.write('\r\x1b[K\x1b[?2004l\x1b]0;\x07')
    stdin.setRawMode?.(false)
    stdin.pause()
  }

  /** Resolves true for y, false for n, Esc or a hang-up of the signal; undefined when closed from outside. */
  function ask(rows, signal) {
    return open([...rows, '', 'y = yes   n = no'], signal, (key) => (key === 'y' ? true : key === 'n' || key === '\x1b' ? false : undefined))
  }
  /** Resolves with the number of the chosen row, or false for Esc. */
  function choose(rows, options, signal) {
    const shown = options.map((option, at) => `  ${at + 1}. ${option}`)
    return open([...rows, ...shown, '', 'a number chooses'], signal, (key) => {
      if (key === '\x1b') return false
      return Number(key) >= 1 && Number(key) <= options.length ? Number(key) - 1 : undefined
    })
  }
  function open(rows, signal, answerOf) {
    print(rows.map((row) => `\x1b[33m│\x1b[0m ${row}`).join('\n'))
    return new Promise((resolve) => {
      const done = (answer) => {
        dialog = undefined
        resolve(answer)
      }
      dialog = {
        take(key) {
          const answer = answerOf(key)
          if (answer !== undefined) done(answer)
        },
      }
      signal?.addEventListener('abort', () => done(undefined), { once: true })
    })
  }

  function read(chunk) {
    for (let rest = chunk; rest !== ''; ) {
      const paste = PASTE.exec(rest)
      if (paste?.index === 0) {
        line += paste[1].replace(/\r\n?/g, '\n')
        rest = rest.slice(paste[0].length)
        draw()
        continue
      }
      // Arrow keys, focus reports and the like say nothing here. A lone Esc is the key.
      const sequence = /^\x1b(?:\[[0-?]*[ -/]*[@-~]|O.|\][^\x07\x1b]*(?:\x07|\x1b\\))/.exec(rest)
      if (sequence) {
        rest = rest.slice(sequence[0].length)
        continue
      }
      const [key] = rest
      rest = rest.slice(key.length)
      press(key)
    }
  }
  function press(key) {
    if (key !== '\x03') quits = 0
    if (key === '\x03' || key === '\x04') return stopOrQuit(key)
    if (dialog) return dialog.take(key)
    if (key === '\x1b') return void terminal.onStop()
    if (key === '\r') {
      const text = line.trim()
      line = ''
      draw()
      if (text === '/exit') terminal.onQuit()
      else if (text !== '') terminal.onPrompt(text)
      return
    }
    if (key === '\x7f') line = [...line].slice(0, -1).join('')
    else if (key >= ' ') line += key
    draw()
  }
  function stopOrQuit(key) {
    if (dialog) return dialog.take('\x1b')
    if (key === '\x03' && terminal.onStop()) return
    quits += 1
    if (key === '\x04' || quits > 1) terminal.onQuit()
    else print('Ctrl-C again leaves.')
  }
  return terminal
}
