import { existsSync, readdirSync, readFileSync } from 'node:fs'

/** Proportional memory of a process, MB; 0 when it has gone. */
export function pss(pid: number): number {
  const found = /^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`))
  return Number(found?.[1] ?? 0) / 1024
}

/** What all threads of these processes have used so far: CPU in ms, and how often one was switched to. */
export function used(pids: number[]): { cpu: number; switches: number } {
  let cpu = 0
  let switches = 0
  for (const pid of pids)
    for (const task of tasks(pid)) {
      cpu += Number(read(`${task}/schedstat`).split(' ')[0] || 0) / 1e6
      for (const [, count] of read(`${task}/status`).matchAll(/ctxt_switches:\s+(\d+)/g))
        switches += Number(count)
    }
  return { cpu, switches }
}

/** Bytes this process has read by `read` and its like, from disk or cache. */
export function readBytes(): number {
  return Number(/^rchar: (\d+)/m.exec(read('/proc/self/io'))?.[1] ?? 0)
}

export function children(pid: number): number[] {
  return tasks(pid).flatMap((task) => read(`${task}/children`).split(' ').filter(Boolean).map(Number))
}

/** Processes that run `program` with `mark` among their words. */
export function running(program: string, mark: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => read(`/proc/${name}/comm`).trim() === program)
    .filter((name) => read(`/proc/${name}/cmdline`).includes(mark))
    .map(Number)
}

/** CPU and memory of this machine, in words. */
export function machine(): string {
  const cpu = /^model name\s*:\s*(.+)$/m.exec(read('/proc/cpuinfo'))?.[1] ?? 'unknown CPU'
  const cores = [...read('/proc/cpuinfo').matchAll(/^processor/gm)].length
  const kernel = read('/proc/sys/kernel/osrelease').trim()
  const load = read('/proc/loadavg').split(' ')[0]
  return `${cores} × ${cpu}, Linux ${kernel}, Node ${process.versions.node}, load ${load}`
}

function tasks(pid: number): string[] {
  const folder = `/proc/${pid}/task`
  return existsSync(folder) ? readdirSync(folder).map((id) => `${folder}/${id}`) : []
}

/** Empty when it has gone meanwhile. */
function read(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}
