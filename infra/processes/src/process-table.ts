import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

export interface Process {
  pid: number
  parent: number
  /** The command with its arguments. */
  command: string
}

export type ProcessTable = ReadonlyMap<number, Process>

/** The living processes of the machine; empty on Windows, where nothing lists them. */
export function processTable(): ProcessTable {
  if (process.platform === 'win32') return new Map()
  const rows = process.platform === 'linux' ? rowsOfProc() : rowsOfPs()
  return new Map(rows.map((row) => [row.pid, row]))
}

/** Reads /proc, since a slim container has no `ps`. */
function rowsOfProc(): Process[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
      const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
      return state === 'Z' ? [] : [{ pid: Number(name), parent: Number(parent), command }]
    } catch {
      return [] // it has ended meanwhile
    }
  })
}

function rowsOfPs(): Process[] {
  const flags = ['-A', '-ww', '-o', 'pid=,ppid=,stat=,command=']
  try {
    const table = execFileSync('ps', flags, { encoding: 'utf8' })
    const rows = table.matchAll(/^\s*(\d+)\s+(\d+)\s+([^Z\s]\S*)\s+(.*)$/gm)
    return [...rows]
      .map(([, pid, parent, , command = '']) => ({
        pid: Number(pid),
        parent: Number(parent),
        command,
      }))
      .filter(({ command }) => !command.endsWith(flags.join(' '))) // without ps itself
  } catch {
    return []
  }
}

/** The parent, its parent and so on, nearest first. */
export function ancestors(table: ProcessTable, pid: number): Process[] {
  const chain: Process[] = []
  let found = table.get(table.get(pid)?.parent ?? 0)
  // The loop has a limit, since pids are used again and the table is no snapshot of one moment.
  while (found && chain.length < 50) {
    chain.push(found)
    found = table.get(found.parent)
  }
  return chain
}

/** All processes below this one. */
export function descendants(table: ProcessTable, pid: number): Process[] {
  const children = [...table.values()].filter(
    ({ parent, pid: own }) => parent === pid && own !== pid,
  )
  return children.flatMap((child) => [child, ...descendants(table, child.pid)])
}
