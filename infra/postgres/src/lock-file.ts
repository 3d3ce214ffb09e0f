import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { isRunning, signalProcess, until } from '@onetrace/processes'

/** A setting that means nothing to PostgreSQL, and shows on its command line who started it. */
export const launcherSetting = 'onetrace.launcher_pid'

/**
 * Makes way for a new server. PostgreSQL itself copes with a lock file that names a dead process,
 * but not with an empty one, nor with one whose pid now belongs to something else. A server of ours
 * whose launcher is gone is stopped; any other one that is alive on this data is an error.
 */
export async function clearLockFile(dataDir: string): Promise<void> {
  if (process.platform === 'win32') return // no way to tell whose a pid is; PostgreSQL will say
  const file = join(dataDir, 'postmaster.pid')
  const pid = await readPid(file)
  if (pid === undefined || (pid !== emptyFile && !isRunning(pid))) return
  const server = pid === emptyFile ? undefined : serverOn(dataDir, pid)
  if (!server) return rmSync(file, { force: true })
  const { parent, launcher } = server
  if (launcher === undefined || launcher === parent) {
    const starter = launcher ? `process ${launcher} started` : 'is not ours'
    throw new Error(
      `expected no server on ${dataDir}, found one, process ${pid}, which ${starter}: ` +
        'stop it first, or use another folder',
    )
  }
  await stopOrphan(pid, dataDir) // it has a new parent, so the one that started it is gone
}

const emptyFile = 0

/** A server that is just starting makes the file first and fills it a moment later. */
async function readPid(file: string): Promise<number | undefined> {
  for (;;) {
    const stat = statSync(file, { throwIfNoEntry: false })
    if (!stat) return undefined
    const pid = stat.size ? Number.parseInt(readFileSync(file, 'utf8'), 10) : emptyFile
    if (pid || Date.now() - stat.mtimeMs > 1000) return pid
    await delay(20)
  }
}

async function stopOrphan(pid: number, dataDir: string): Promise<void> {
  signalProcess(pid, 'SIGINT')
  const gone = () => {
    if (serverOn(dataDir, pid)) throw new Error('it runs')
  }
  const what = `process ${pid}, left over on ${dataDir}, to end on SIGINT`
  await until(gone, { what, deadlineMs: 5000, everyMs: 10 })
}

interface RunningServer {
  parent: number
  /** The process that started it, if that was one of ours. */
  launcher: number | undefined
}

/** This process, if it is a PostgreSQL server on this data directory. */
function serverOn(dataDir: string, pid: number): RunningServer | undefined {
  try {
    return process.platform === 'linux' ? fromProc(dataDir, pid) : fromPs(dataDir, pid)
  } catch {
    return undefined // gone meanwhile, or another user's, who could not use this directory
  }
}

/** A server changes into its data directory. (A slim Linux has no `ps` to ask.) */
function fromProc(dataDir: string, pid: number): RunningServer | undefined {
  const [cwd, data] = [statSync(`/proc/${pid}/cwd`), statSync(dataDir)]
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const isServer = cwd.dev === data.dev && cwd.ino === data.ino && /^Name:\tpostgres$/m.test(status)
  if (!isServer) return undefined
  const parent = Number(/^PPid:\t(\d+)$/m.exec(status)?.[1])
  return { parent, launcher: launcherIn(readFileSync(`/proc/${pid}/cmdline`, 'utf8')) }
}

function fromPs(dataDir: string, pid: number): RunningServer | undefined {
  const flags = ['-ww', '-o', 'ppid=,command=', '-p', String(pid)]
  const row = execFileSync('ps', flags, { encoding: 'utf8' })
  const [, parent, command] = /^\s*(\d+)\s+(.*)$/m.exec(row) ?? []
  if (!command?.includes('postgres') || !command.includes(dataDir)) return undefined
  return { parent: Number(parent), launcher: launcherIn(command) }
}

function launcherIn(command: string): number | undefined {
  const pid = new RegExp(`${launcherSetting}=(\\d+)`).exec(command)?.[1]
  return pid === undefined ? undefined : Number(pid)
}
