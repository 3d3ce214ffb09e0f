import { type ChildProcess, execFileSync, type SpawnOptions, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A Node process that starts a server, to be killed. `sources` may be a copy of this folder. */
export async function startInChild(
  options: { dataDir: string; port: number },
  { sources = import.meta.dirname, ...as }: SpawnOptions & { sources?: string } = {},
): Promise<{ parent: ChildProcess & { pid: number }; server: number; bystander: number }> {
  const script = join(sources, 'test-parent.ts')
  const parent = spawn(process.execPath, [script, JSON.stringify(options)], {
    ...as,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const { pid } = parent
  if (pid === undefined) throw new Error(`expected ${process.execPath} to start`)
  return { parent: Object.assign(parent, { pid }), ...(await firstReport(parent)) }
}

function firstReport(parent: ChildProcess): Promise<{ server: number; bystander: number }> {
  return new Promise((resolve, reject) => {
    parent.stdout?.once('data', (line) => resolve(JSON.parse(String(line))))
    parent.once('exit', (code) => reject(new Error(`the parent ended early, exit code ${code}`)))
  })
}

/** The guard process that this process started. */
export function guardOf(parent: number): number {
  const rows = process.platform === 'linux' ? rowsOfProc() : rowsOfPs()
  const guards = rows.filter(
    (row) => row.parent === parent && row.command.includes('onetrace-guard'),
  )
  const [guard] = guards
  if (guard && guards.length === 1) return guard.pid
  throw new Error(`expected one guard below process ${parent}, found ${guards.length}`)
}

function rowsOfProc() {
  return readdirSync('/proc').flatMap((name) => {
    try {
      const parent = /^PPid:\t(\d+)$/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1]
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8')
      return [{ pid: Number(name), parent: Number(parent), command }]
    } catch {
      return [] // no process, or gone
    }
  })
}

function rowsOfPs() {
  const table = execFileSync('ps', ['-A', '-ww', '-o', 'pid=,ppid=,command='], { encoding: 'utf8' })
  return [...table.matchAll(/^\s*(\d+)\s+(\d+)\s+(.*)$/gm)].map(([, pid, parent, command]) => ({
    pid: Number(pid),
    parent: Number(parent),
    command: command ?? '',
  }))
}
