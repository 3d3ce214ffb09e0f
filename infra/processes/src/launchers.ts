import { ancestors, type ProcessTable, processTable } from './process-table.ts'
import { isRunning } from './signal-process.ts'

/** `npm exec …`, `/usr/bin/pnpm dev`, `node /…/pnpm.mjs dev`. */
const packageManager = /^(\S*\/)?(node\S* +\S*\/)?(p?npm|npx|pnpx)(-cli)?(\.c?m?js)?( |$)/

/**
 * The processes between the user's shell and this one: npx, npm, pnpm and the shells that they
 * start, with the nearest first. A shell above the topmost package manager is the user's own.
 */
export function launchers(table: ProcessTable = processTable()): number[] {
  const chain = ancestors(table, process.pid)
  const topmost = chain.findLastIndex(({ command }) => packageManager.test(command))
  return chain.slice(0, topmost + 1).map(({ pid }) => pid)
}

/**
 * Everything that must stay for these processes to run: the processes between the user's shell and
 * each of them, and the helpers of package managers beside those. Processes that come and go by
 * themselves, such as those of a build that is just ending, are left out.
 */
export function skeleton(
  held: ReadonlySet<number>,
  table: ProcessTable = processTable(),
): number[] {
  const above = launchers(table)
  const root = above.at(-1) ?? process.pid
  const chains = [...held].flatMap((pid) => ancestors(table, pid))
  const below = chains.filter(({ pid }) => ancestors(table, pid).some((up) => up.pid === root))
  const stem = new Set([...above, ...below.map(({ pid }) => pid)])
  const helpers = [...table.values()].filter(({ parent }) => {
    const command = stem.has(parent) ? table.get(parent)?.command : undefined
    return command !== undefined && packageManager.test(command)
  })
  return [...new Set([...stem, ...helpers.map(({ pid }) => pid)])]
}

/** Calls back once, when one of them is gone. It has to look, since SIGKILL tells nobody. */
export function whenGone(pids: number[], callback: (pid: number) => void): () => void {
  const timer = setInterval(() => {
    const gone = pids.find((pid) => !isRunning(pid))
    if (gone === undefined) return
    clearInterval(timer)
    callback(gone)
  }, 250)
  timer.unref()
  return () => clearInterval(timer)
}
