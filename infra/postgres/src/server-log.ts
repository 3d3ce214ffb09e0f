import { closeSync, fstatSync, mkdirSync, openSync, readSync } from 'node:fs'
import { dirname } from 'node:path'

export interface ServerLog {
  path: string
  /** For a child's stdout and stderr: opened by us, so that it may lie where the child may not go. */
  fd: number
  /** The last lines written since `mark()`, for an error message. */
  tail(): string
  mark(): void
  close(): void
}

const tailBytes = 8192

export function openServerLog(path: string): ServerLog {
  mkdirSync(dirname(path), { recursive: true })
  const fd = openSync(path, 'a+', 0o600)
  let start = fstatSync(fd).size
  return {
    path,
    fd,
    mark() {
      start = fstatSync(fd).size
    },
    tail() {
      const { size } = fstatSync(fd)
      const from = Math.max(start, size - tailBytes)
      const buffer = Buffer.alloc(Math.max(0, size - from))
      const length = readSync(fd, buffer, 0, buffer.length, from)
      const lines = buffer.toString('utf8', 0, length).trimEnd().split('\n')
      return lines.slice(-12).join('\n')
    },
    close: () => closeSync(fd),
  }
}
