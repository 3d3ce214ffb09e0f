import type { Logger } from '@onetrace/telemetry'

/** The log line at the deadline tells the name. */
export type Step = [name: string, step: () => Promise<unknown>]

export interface DrainOptions {
  /** Done one after the other. */
  steps: Step[]
  deadlineMs: number
  log: Logger
  exit?: (code: number) => void
}

/** Ends the process with 0 when every step is done, or with 1 and the open step at the deadline. */
export async function drain({
  steps,
  deadlineMs,
  log,
  exit = process.exit,
}: DrainOptions): Promise<void> {
  let current = ''
  const timer = setTimeout(() => {
    log.error({ waitingFor: current, deadlineMs }, 'not drained in time')
    exit(1)
  }, deadlineMs)
  let code = 0
  for (const [name, step] of steps) {
    current = name
    try {
      await step()
    } catch (err) {
      code = 1
      log.error({ err, step: name }, 'drain step failed')
    }
  }
  clearTimeout(timer)
  log.info({}, 'drained')
  exit(code)
}
