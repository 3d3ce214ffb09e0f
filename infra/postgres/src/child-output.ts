import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'

/** Resolves when a child has ended and its last lines have been read, with how: `with code 1`. */
export function childEnd(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (err) => resolve(`could not be started: ${err.message}`))
    // 'close', not 'exit': its last lines have been read then.
    child.once('close', (code, signal) => resolve(signal ? `by ${signal}` : `with code ${code}`))
  })
}

const tailLines = 20

/** Passes on each line that a child writes; returns a reader of its last ones, for a message. */
export function childTail(child: ChildProcess, onLine: (line: string) => unknown): () => string {
  const last: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue
    createInterface(stream).on('line', (line) => {
      last.push(line)
      if (last.length > tailLines) last.shift()
      onLine(line)
    })
  }
  return () => last.join('\n')
}
