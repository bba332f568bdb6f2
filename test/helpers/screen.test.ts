import { expect, test } from 'vitest'
import { openScreen } from './screen.ts'

test('a screen shows what a program prints, types into it, resizes it and tells its end', async () => {
  const screen = await openScreen({
    file: '/bin/sh',
    args: ['-c', 'stty -echo; printf ready; read x; stty size; printf "got %s" "$x"; exit 3'],
    cols: 40,
    rows: 10,
  })
  await screen.waitFor((t) => t.includes('ready'), 'the prompt')
  screen.resize(60, 12)
  screen.write('日本\r')
  expect(await screen.exit).toEqual({ code: 3 })
  expect(screen.text()).toContain('12 60')
  expect(screen.text()).toContain('got 日本')
  expect(screen.raw().toString()).toContain('ready')
  await screen.close()
})

test('waiting in vain says what was awaited and shows the screen', async () => {
  const screen = await openScreen({ file: '/bin/sh', args: ['-c', 'echo hello; exec cat'] })
  await screen.waitFor((t) => t.includes('hello'), 'hello')
  await expect(screen.waitFor((t) => t.includes('never'), 'the word never', 50)).rejects.toThrow(
    /the word never[\s\S]*hello/,
  )
  await screen.close()
})
