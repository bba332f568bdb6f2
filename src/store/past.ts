import { join } from 'node:path'
import type { Paths } from './paths.ts'
import { readJson, writeAtomic } from './write.ts'

/** `jobs/<id>/past.json`: what a session has done, counted; for notes on what is unusual, nothing else. */
type Past = { hosts: Record<string, number>; folders: Record<string, number>; spans: [number, number][] }

const fileOf = (paths: Paths, id: string) => join(paths.job(id).folder, 'past.json')

/** Empty when there is none or it cannot be used: then everything is new again for a while. */
export function readPast(paths: Paths, id: string): Past {
  const read = readJson(fileOf(paths, id))
  const value = read.ok && typeof read.value === 'object' && read.value !== null ? read.value : {}
  return {
    hosts: 'hosts' in value ? counts(value.hosts) : {},
    folders: 'folders' in value ? counts(value.folders) : {},
    spans: 'spans' in value && Array.isArray(value.spans) ? value.spans.filter(isSpan) : [],
  }
}

export function savePast(paths: Paths, id: string, past: Past): void {
  writeAtomic(fileOf(paths, id), `${JSON.stringify(past)}\n`)
}

function counts(value: unknown): Record<string, number> {
  if (typeof value !== 'object' || value === null) return {}
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  )
}

const isSpan = (value: unknown): value is [number, number] =>
  Array.isArray(value) && value.length === 2 && value.every((each) => typeof each === 'number')
