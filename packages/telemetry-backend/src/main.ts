import { enableCompileCache, flushCompileCache } from 'node:module'

// Kept compiled from the last start, the sources need no compiler for their types, which is 30 MB
// of this process. So it must be on before they are loaded.
enableCompileCache()
const { runProcess } = await import('./run-process.ts')
const { logLine } = await import('./log-line.ts')

await runProcess({
  env: process.env,
  ready: ({ urls }) => {
    logLine('info', 'listening', { urls })
    flushCompileCache() // a process that is killed would not leave it behind
  },
  stopping: (signal) => logLine('info', 'stopping', { signal }),
  complain: (message) => logLine('error', message),
})
