import { expect, test } from 'vitest'
import { wrapInScope } from '../../src/daemon/scope.ts'

test('a host runs in a scope named for its session and generation, its own words untouched', () => {
  const argv = ['/usr/bin/node', '/a b/host/main.cjs', '--', '$HOME %h']
  expect(wrapInScope(argv, { session: '0badcafe', generation: 3, label: 'fix "it"' })).toEqual([
    'systemd-run',
    '--user',
    '--scope',
    '--quiet',
    '--collect',
    '--unit=roost-0badcafe-3.scope',
    '--slice=roost.slice',
    '--description=Roost session 0badcafe: fix "it"',
    '--',
    ...argv,
  ])
})

test('a limit on memory ends what is over it, not the whole session', () => {
  const scope = { session: '0badcafe', generation: 1, label: '', memoryMax: '2G' }
  expect(wrapInScope(['true'], scope).slice(-4)).toEqual([
    '--property=MemoryMax=2G',
    '--property=OOMPolicy=continue',
    '--',
    'true',
  ])
})
