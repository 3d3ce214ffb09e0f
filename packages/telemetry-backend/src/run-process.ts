import { type Assembled, assemble } from './assemble.ts'
import { ConfigError, readConfig } from './config.ts'
import { PortError } from './http/listen.ts'

interface Process {
  env: Record<string, string | undefined>
  /** Called when all ports are open. */
  ready: (backend: Assembled) => void
  stopping: (signal: NodeJS.Signals) => void
  /** Tells the person who started it what to change. */
  complain: (message: string) => void
}

/** A backend that lives as long as its process: until SIGTERM or SIGINT. */
export async function runProcess({ env, ready, stopping, complain }: Process): Promise<void> {
  try {
    const backend = await assemble(readConfig(env))
    const stop = async (signal: NodeJS.Signals) => {
      stopping(signal)
      await backend.close()
    }
    process.once('SIGTERM', stop).once('SIGINT', stop)
    ready(backend) // it comes last, since its reader may send the signal right away
  } catch (error) {
    if (!(error instanceof PortError || error instanceof ConfigError)) throw error
    complain(error.message)
    process.exitCode = 1
  }
}
