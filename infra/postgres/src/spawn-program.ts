import { type ChildProcess, spawn } from 'node:child_process'
import { dirname } from 'node:path'
import { type ChildEnd, childEnd } from '@onetrace/processes'
import type { Account } from './account.ts'
import { explainSpawnError } from './binaries.ts'
import { lendFolder } from './lent-folder.ts'
import type { ServerLog } from './server-log.ts'

export interface ProgramOptions {
  binary: string
  account: Account | undefined
  /** Takes what it says, from here on. */
  log: ServerLog
  /** That it works on. */
  folder: string
  /** Its arguments, given the name by which it reaches the folder. */
  args: (folder: string) => string[]
}

export interface Program {
  child: ChildProcess
  /** 0 when it could not be started. */
  pid: number
  /** Rejects when it could not be started. */
  ended: Promise<ChildEnd>
}

/** A program of PostgreSQL, run as the account. */
export function spawnProgram({ binary, account, log, folder, args }: ProgramOptions): Program {
  const lent = lendFolder(folder, account)
  log.mark()
  try {
    const child = spawn(binary, args(lent.path), {
      ...(account && { uid: account.uid, gid: account.gid }),
      cwd: dirname(binary),
      // A terminal's Ctrl-C goes to its whole group. It is the caller's to answer, who may need the
      // server while the services drain.
      detached: true,
      stdio: ['ignore', log.fd, log.fd, ...lent.stdio],
    })
    return { child, pid: child.pid ?? 0, ended: startedEnd(child, binary) }
  } finally {
    lent.close()
  }
}

function startedEnd(child: ChildProcess, binary: string): Promise<ChildEnd> {
  const ended = childEnd(child).then((end) => {
    if (end.error) throw explainSpawnError(binary, end.error)
    return end
  })
  ended.catch(() => {}) // whoever waits sees it; a rejection before that must not end the process
  return ended
}
