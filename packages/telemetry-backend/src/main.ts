import { startBackend } from './backend.ts'
import { ConfigError, readConfig } from './config.ts'
import { PortError } from './http/listen.ts'
import { logLine } from './log-line.ts'

try {
  const backend = await startBackend(readConfig(process.env))
  logLine('info', 'listening', { urls: backend.urls })

  const stop = async (signal: NodeJS.Signals) => {
    logLine('info', 'stopping', { signal })
    await backend.close()
  }
  process.once('SIGTERM', stop).once('SIGINT', stop)
} catch (error) {
  if (!(error instanceof PortError || error instanceof ConfigError)) throw error
  logLine('error', error.message)
  process.exitCode = 1
}
