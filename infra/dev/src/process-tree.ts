import { execFileSync } from 'node:child_process'

export interface Process {
  pid: number
  parent: number
  command: string
}

export type ProcessTable = ReadonlyMap<number, Process>

/** All processes of the machine; empty where there is no `ps` (Windows, a slim container). */
export function processTable(): ProcessTable {
  if (process.platform === 'win32') return new Map()
  try {
    const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
    return new Map(lines.split('\n').flatMap(parseLine))
  } catch {
    return new Map()
  }
}

function parseLine(line: string): [number, Process][] {
  const [, pid, parent, command] = /^ *(\d+) +(\d+) (.*)$/.exec(line) ?? []
  if (!pid || !parent || command === undefined) return []
  return [[Number(pid), { pid: Number(pid), parent: Number(parent), command }]]
}

/** The parent, its parent and so on, nearest first. */
export function ancestors(table: ProcessTable, pid: number): Process[] {
  const chain: Process[] = []
  let found = table.get(table.get(pid)?.parent ?? 0)
  // Bounded: the table is no snapshot, and pids are used again.
  while (found && chain.length < 50) {
    chain.push(found)
    found = table.get(found.parent)
  }
  return chain
}

/** All below a process, itself left out; not below those that `prune` holds for. */
export function descendants(
  table: ProcessTable,
  pid: number,
  prune: (process: Process) => boolean,
): Process[] {
  const children = [...table.values()].filter(
    ({ parent, pid: own }) => parent === pid && own !== pid,
  )
  return children.flatMap((child) =>
    prune(child) ? [] : [child, ...descendants(table, child.pid, prune)],
  )
}
