import { startBackend } from './backend.ts'
import { ConfigError, readConfig } from './config.ts'
import { PortError } from './http/listen.ts'
import { logLine } from './log-line.ts'

try {
  const backend = await startBackend(readConfig(process.env))

  const stop = async (signal: NodeJS.Signals) => {
    logLine('info', 'stopping', { signal })
    await backend.close()
  }
  process.once('SIGTERM', stop).once('SIGINT', stop)
  // Last: who reads this line may send the signal right away.
  logLine('info', 'listening', { urls: backend.urls })
} catch (error) {
  if (!(error instanceof PortError || error instanceof ConfigError)) throw error
  logLine('error', error.message)
  process.exitCode = 1
}
