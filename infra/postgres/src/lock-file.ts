import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { isAlive } from './leftovers.ts'

/** A setting that means nothing to PostgreSQL; it writes its flags to postmaster.opts for us. */
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
  if (pid === undefined) return
  const parent = isAlive(pid) ? parentOfServer(pid, dataDir) : undefined
  if (parent === undefined) return rmSync(file, { force: true })
  // A process gets a new parent only when the one that started it has ended.
  if (parent === readLauncher(dataDir) && isAlive(parent)) {
    throw new Error(
      `expected no server on ${dataDir}, process ${pid} runs one (started by process ${parent}): ` +
        'stop that one first, or use another folder',
    )
  }
  if (readLauncher(dataDir) === undefined) {
    throw new Error(`expected no server on ${dataDir}, process ${pid} runs one that is not ours`)
  }
  await stopOrphan(pid, dataDir)
}

/** A server that is just starting makes the file first and fills it a moment later. */
async function readPid(file: string): Promise<number | undefined> {
  for (;;) {
    const stat = statSync(file, { throwIfNoEntry: false })
    if (!stat) return undefined
    const pid = Number.parseInt(readFileSync(file, 'utf8'), 10)
    if (pid > 0) return pid
    if (Date.now() - stat.mtimeMs > 1000) return 0
    await delay(20)
  }
}

async function stopOrphan(pid: number, dataDir: string): Promise<void> {
  const deadline = Date.now() + 5000
  process.kill(pid, 'SIGINT')
  while (isAlive(pid) && parentOfServer(pid, dataDir) !== undefined) {
    if (Date.now() > deadline) {
      throw new Error(
        `expected process ${pid}, left over on ${dataDir}, to end within 5 s of SIGINT`,
      )
    }
    await delay(10)
  }
}

/** The parent of this process if it is a PostgreSQL server on this data directory. */
function parentOfServer(pid: number, dataDir: string): number | undefined {
  try {
    return process.platform === 'linux' ? fromProc(pid, dataDir) : fromPs(pid, dataDir)
  } catch {
    return undefined // gone meanwhile, or another user's, who could not use this directory
  }
}

/** The server changes into its data directory; a slim system has no `ps`. */
function fromProc(pid: number, dataDir: string): number | undefined {
  const [cwd, data] = [statSync(`/proc/${pid}/cwd`), statSync(dataDir)]
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  if (cwd.dev !== data.dev || cwd.ino !== data.ino || !/^Name:\tpostgres$/m.test(status)) return
  return Number(/^PPid:\t(\d+)$/m.exec(status)?.[1])
}

function fromPs(pid: number, dataDir: string): number | undefined {
  const row = execFileSync('ps', ['-o', 'ppid=,command=', '-p', String(pid)], { encoding: 'utf8' })
  const [, parent, command] = /^\s*(\d+)\s+(.*)$/m.exec(row) ?? []
  if (!command?.includes('postgres') || !command.includes(dataDir)) return
  return Number(parent)
}

function readLauncher(dataDir: string): number | undefined {
  const flags = readFileSync(join(dataDir, 'postmaster.opts'), 'utf8')
  const pid = new RegExp(`"${launcherSetting}=(\\d+)"`).exec(flags)?.[1]
  return pid === undefined ? undefined : Number(pid)
}
