import { lifelineImport, type RunningProcess, startProcess } from '@onetrace/processes'

export interface NodeProcessOptions {
  name: string
  cwd: URL
  /** The program and what is imported before it. */
  args: string[]
  env: NodeJS.ProcessEnv
  onLine: (line: string) => void
}

/** One process of a fleet, run on the Node that runs this, and ended by its lifeline with it. */
export function startNodeProcess({ args, ...options }: NodeProcessOptions): RunningProcess {
  const held = ['--import', lifelineImport, ...args]
  return startProcess({ ...options, command: process.execPath, args: held })
}
