import { execFile } from 'node:child_process'
import { findProgram } from '../../src/agents/find.ts'
import { roostFile, type Product } from './product.ts'
import { openScreen, type Screen } from './screen.ts'

export const hasMosh = ['mosh-server', 'mosh-client'].every(
  (name) => findProgram(name, process.env) !== undefined,
)

/**
 * The view behind a real mosh-server, seen through a real mosh-client; both on loopback, which needs no ssh. The
 * server goes into the background, and with its home when the product is disposed of.
 */
export async function moshScreen(
  roost: Product,
  { cols, rows }: { cols: number; rows: number },
): Promise<Screen> {
  const env = { ...roost.env, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' } // mosh refuses to run without UTF-8
  const args = ['new', '-i', '127.0.0.1', '--', process.execPath, roostFile]
  const said = await new Promise<string>((resolve, reject) => {
    execFile('mosh-server', args, { env, cwd: roost.work }, (error, stdout, stderr) =>
      error ? reject(new Error(`mosh-server: ${stderr}`)) : resolve(stdout),
    )
  })
  const [, port, key] = /^MOSH CONNECT (\d+) (\S+)$/m.exec(said) ?? []
  if (port === undefined) throw new Error(`mosh-server said: ${said}`)
  return openScreen({
    file: 'mosh-client',
    args: ['127.0.0.1', port],
    env: { ...env, MOSH_KEY: key },
    cwd: roost.work,
    cols,
    rows,
  })
}
