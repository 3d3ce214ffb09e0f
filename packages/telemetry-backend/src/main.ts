import { enableCompileCache, flushCompileCache } from 'node:module'

// With compiled code from the last start, the process need not load the compiler that strips types,
// which takes 30 MB. So the cache must be on before the sources are loaded.
enableCompileCache()
const { runProcess } = await import('./run-process.ts')
const { logLine } = await import('./log-line.ts')

await runProcess({
  env: process.env,
  ready: ({ urls }) => {
    logLine('info', 'listening', { urls })
    flushCompileCache() // a process that is killed later would not write it
  },
  stopping: (signal) => logLine('info', 'stopping', { signal }),
  complain: (message) => logLine('error', message),
})
