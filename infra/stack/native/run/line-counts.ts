import { closeSync, fstatSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs'
import { join } from 'node:path'

/** The files that `native.yaml` follows: `*.{log,json}`. */
const followed = /\.(log|json)$/

/** How many whole lines each followed file has, from where Promtail began to read it. */
export function lineCounter(logDir: string, begins: ReadonlyMap<string, number> = new Map()) {
  const known = new Map<string, { offset: number; lines: number }>()

  function countTo(path: string): number {
    const file = known.get(path) ?? { offset: begins.get(path) ?? 0, lines: 0 }
    known.set(path, file)
    const fd = openSync(path, 'r')
    try {
      const added = Buffer.alloc(Math.max(0, fstatSync(fd).size - file.offset))
      const bytes = readSync(fd, added, 0, added.length, file.offset)
      file.offset += bytes
      for (const byte of added.subarray(0, bytes)) if (byte === newline) file.lines += 1
    } finally {
      closeSync(fd)
    }
    return file.lines
  }

  /** Each call reads on from where the last one ended. */
  return function count(): Map<string, number> {
    const paths = filesIn(logDir).map((name) => join(logDir, name))
    return new Map(paths.map((path) => [path, countTo(path)]))
  }
}

const newline = 10

function filesIn(dir: string): string[] {
  try {
    return readdirSync(dir).filter((name) => followed.test(name))
  } catch {
    return [] // no file has been written yet
  }
}

/** Where Promtail will go on reading, from its positions file; empty when there is none. */
export function readPositions(file: string): Map<string, number> {
  try {
    const lines = readFileSync(file, 'utf8').matchAll(/^ +(.+): "?(\d+)"?$/gm)
    return new Map([...lines].map(([, path = '', offset]) => [path, Number(offset)]))
  } catch {
    return new Map()
  }
}
