import { closeSync, openSync } from 'node:fs'
import type { Account } from './account.ts'

export interface LentFolder {
  /** How the child names the folder. */
  path: string
  /** What to append to the child's stdio, right after stdin, stdout and stderr. */
  stdio: number[]
  close(): void
}

/**
 * A folder as a child under another account can reach it. A checkout often lies below a folder that
 * is closed to others (root's home, a mktemp -d), where `nobody` may not even walk through. Linux
 * lets a process enter an open directory that it inherited: the magic link needs no permission on
 * the folders above. PostgreSQL then works on relative paths and on that link, which its own
 * children inherit too.
 */
export function lendFolder(path: string, account: Account | undefined): LentFolder {
  if (!account || process.platform !== 'linux') return { path, stdio: [], close() {} }
  const fd = openSync(path, 'r')
  return { path: '/proc/self/fd/3', stdio: [fd], close: () => closeSync(fd) }
}
