import { execFileSync } from 'node:child_process'

interface Process {
  parent: number
  command: string
}

/** `npm exec …`, `/usr/bin/pnpm dev`, `node /…/pnpm.mjs dev`. */
const packageManager = /^(\S*\/)?(node\S* +\S*\/)?(p?npm|npx|pnpx)(-cli)?(\.c?m?js)?( |$)/

/**
 * The processes between the user's shell and this one: npx, npm, pnpm and the shells that they
 * start. Of those that SIGKILL ends none can tell us, so we look.
 */
export function launchers(): number[] {
  const all = processTable()
  const chain: number[] = []
  let last = 0
  for (let pid = process.ppid; pid > 1 && chain.length < 20; ) {
    const found = all.get(pid)
    if (!found) break
    chain.push(pid)
    if (packageManager.test(found.command)) last = chain.length
    pid = found.parent
  }
  return chain.slice(0, last) // a shell above the topmost package manager is the user's
}

/** Calls back once, when one of them is gone. */
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
    return true
  } catch {
    return false
  }
}

function processTable(): Map<number, Process> {
  if (process.platform === 'win32') return new Map()
  try {
    const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
    return new Map(lines.split('\n').flatMap(parseLine))
  } catch {
    return new Map() // no ps in a slim container: then only signals are heard
  }
}

function parseLine(line: string): [number, Process][] {
  const [, pid, parent, command] = /^ *(\d+) +(\d+) (.*)$/.exec(line) ?? []
  return pid && parent && command ? [[Number(pid), { parent: Number(parent), command }]] : []
}
