import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'

/** Gets a line, and the stream that it was written to. */
export type OnLine = (line: string, from: 'stdout' | 'stderr') => unknown

const tailLines = 20

/**
 * Passes on each line that a child writes. The returned function gives the last ones, for a
 * message.
 */
export function outputTail(child: ChildProcess, onLine: OnLine): () => string {
  const last: string[] = []
  for (const from of ['stdout', 'stderr'] as const) {
    const stream = child[from]
    if (!stream) continue
    createInterface(stream).on('line', (line) => {
      last.push(line)
      if (last.length > tailLines) last.shift()
      onLine(line, from)
    })
  }
  return () => last.join('\n')
}
