#!/usr/bin/env node
import { hasColor } from './color.ts'
import { run } from './run.ts'

const { stdout, stderr, env } = process

// A reader that has seen enough, like `head`, is no failure: the answer's code stays what it is.
for (const stream of [stdout, stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') process.exit(2)
  })
}

const terminal = {
  env,
  color: hasColor(stdout, env),
  out: (text: string) => void stdout.write(text),
  warn: (text: string) => void stderr.write(`trace-doctor: ${text}\n`),
}

// Not process.exit: what is on its way into a pipe would be lost.
try {
  process.exitCode = await run(process.argv.slice(2), terminal)
} catch (error) {
  console.error(error)
  process.exitCode = 2 // 1 would say that something was found
}
