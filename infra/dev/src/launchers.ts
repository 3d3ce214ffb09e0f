import { readFileSync } from 'node:fs'
import { ancestors, descendants, type ProcessTable, processTable } from './process-tree.ts'

/** `npm exec …`, `/usr/bin/pnpm dev`, `node /…/pnpm.mjs dev`. */
const packageManager = /^(\S*\/)?(node\S* +\S*\/)?(p?npm|npx|pnpx)(-cli)?(\.c?m?js)?( |$)/

/**
 * The processes between the user's shell and this one: npx, npm, pnpm and the shells that they
 * start; nearest first. A shell above the topmost package manager is the user's.
 */
export function launchers(table: ProcessTable = processTable()): number[] {
  const chain = ancestors(table, process.pid)
  const topmost = chain.findLastIndex(({ command }) => packageManager.test(command))
  return chain.slice(0, topmost + 1).map(({ pid }) => pid)
}

/**
 * Everything that runs for this process, launchers and their helpers included, but for what comes
 * and goes by itself: the processes of `passing` and whatever is below them.
 */
export function skeleton(passing: ReadonlySet<number>): number[] {
  const table = processTable()
  const above = launchers(table)
  const root = above.at(-1) ?? process.pid
  // `ps` itself was there when it looked.
  const prune = ({ pid, command }: { pid: number; command: string }) =>
    passing.has(pid) || /^(\S*\/)?ps /.test(command)
  return [root, ...descendants(table, root, prune).map(({ pid }) => pid)]
}

/** Calls back once, when one of them is gone. SIGKILL lets nobody tell us, so we look. */
export function whenGone(pids: number[], callback: (pid: number) => void): () => void {
  const timer = setInterval(() => {
    const gone = pids.find((pid) => !isAlive(pid))
    if (gone === undefined) return
    clearInterval(timer)
    callback(gone)
  }, 250)
  timer.unref()
  return () => clearInterval(timer)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !isZombie(pid)
  } catch {
    return false
  }
}

/** Dead, but not yet collected by its parent. */
function isZombie(pid: number): boolean {
  if (process.platform !== 'linux') return false
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z')
}
