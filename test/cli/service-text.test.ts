import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cronLine, plistText, unitText } from '../../src/cli/io/service-text.ts'
import { installedIn } from '../../src/store/service.ts'

const asset = (name: string) => readFileSync(join(import.meta.dirname, '../../assets/service', name), 'utf8')
const plan = { node: '/usr/bin/node', roost: '/opt/roost/dist/roost.cjs', home: '/home/ann/.roost' }

test('the unit starts this roost for this home, spares the sessions, and is for linger alone', () => {
  const lines = unitText(asset('roost.service'), plan).split('\n')
  expect(lines).toEqual(
    expect.arrayContaining([
      'ConditionPathExists=/var/lib/systemd/linger/%u',
      'Type=notify',
      'NotifyAccess=all',
      'ExecStart=:"/usr/bin/node" "/opt/roost/dist/roost.cjs" daemon run',
      'Environment="ROOST_HOME=/home/ann/.roost"',
      'KillMode=process',
      'Restart=on-failure',
      'WatchdogSec=60',
      'WantedBy=default.target',
    ]),
  )
  expect(lines.filter((line) => line.includes('@'))).toEqual([])
})

test('what a unit would take for an escape or a specifier is written so that it does not', () => {
  const odd = { ...plan, home: `/a b/%h/"x"/\\n/$HOME/it's` }
  const text = unitText(asset('roost.service'), odd)
  expect(text).toContain(`Environment="ROOST_HOME=/a b/%%h/\\"x\\"/\\\\n/$HOME/it's"\n`)
})

test('the agent for launchd names the same, in XML', () => {
  const odd = { ...plan, home: '/Users/ann & bob/<x>--/.roost' }
  const text = plistText(asset('agentroost.daemon.plist'), odd)
  expect(text).toContain('<string>/Users/ann &amp; bob/&lt;x&gt;--/.roost</string>')
  expect(text).toContain('<key>AbandonProcessGroup</key>\n  <true/>')
  expect(text.match(/@[A-Z_]+@/)).toBeNull()
  // A comment must not hold two hyphens (XML 1.0, 2.5).
  for (const [, comment] of text.matchAll(/<!--(.*?)-->/gs)) expect(comment).not.toContain('--')
})

test('the line for cron is one that cron and the shell read back as it was meant', () => {
  const folder = mkdtempSync('/tmp/ru-')
  try {
    const node = join(folder, "no de's 50%")
    writeFileSync(node, '#!/bin/sh\nprintf "%s|" "$ROOST_HOME" "$@"\n', { mode: 0o700 })
    const odd = { ...plan, node, home: `/a b/50%/it's $HOME` }
    const line = cronLine(odd)
    expect(line).toMatch(/^@reboot /)
    // Cron makes `\%` a percent sign and gives the rest to sh (crontab(5)).
    const command = line.slice('@reboot '.length).replaceAll('\\%', '%')
    expect(spawnSync('sh', ['-c', command], { encoding: 'utf8' }).stdout).toBe(
      `${odd.home}|/opt/roost/dist/roost.cjs|daemon|ensure|`,
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('a file that was written is known again, whatever the paths; one of somebody else is not', () => {
  const folder = mkdtempSync('/tmp/ru-')
  const path = join(folder, 'file')
  try {
    const segment = fc.string({ minLength: 1 }).filter((text) => !/[\u0000-\u001f\u007f]/.test(text))
    fc.assert(
      fc.property(segment, segment, (a, b) => {
        const odd = { ...plan, home: `/${a}`, roost: `/${b}/roost.cjs` }
        for (const text of [
          unitText(asset('roost.service'), odd),
          plistText(asset('agentroost.daemon.plist'), odd),
        ]) {
          writeFileSync(path, text)
          expect(installedIn(path)).toEqual({ home: odd.home, roost: odd.roost })
        }
      }),
    )
    writeFileSync(path, '[Service]\nExecStart=/bin/true\n')
    expect([installedIn(path), installedIn(join(folder, 'none'))]).toEqual(['foreign', 'none'])
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('a path with a line break in it is refused: it would be a line of the unit', () => {
  expect(() => unitText(asset('roost.service'), { ...plan, home: '/a\nExecStart=/bin/evil' })).toThrow(
    /control character/,
  )
})
