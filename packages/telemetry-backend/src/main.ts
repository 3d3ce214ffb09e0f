import { enableCompileCache, flushCompileCache } from 'node:module'

// Kept compiled from the last start, the sources need no compiler for their types, which is 30 MB
// of this process. So it must be on before they are loaded.
enableCompileCache()
const { startBackend } = await import('./backend.ts')
const { ConfigError, readConfig } = await import('./config.ts')
const { PortError } = await import('./http/listen.ts')
const { logLine } = await import('./log-line.ts')

try {
  const backend = await startBackend(readConfig(process.env))

  const stop = async (signal: NodeJS.Signals) => {
    logLine('info', 'stopping', { signal })
    await backend.close()
  }
  process.once('SIGTERM', stop).once('SIGINT', stop)
  // Last: who reads this line may send the signal right away.
  logLine('info', 'listening', { urls: backend.urls })
  flushCompileCache() // a process that is killed would not leave it behind
} catch (error) {
  if (!(error instanceof PortError || error instanceof ConfigError)) throw error
  logLine('error', error.message)
  process.exitCode = 1
}
