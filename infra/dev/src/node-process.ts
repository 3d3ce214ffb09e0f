import { lifelineImport, type RunningProcess, startProcess } from '@onetrace/processes'

export interface NodeProcessOptions {
  name: string
  cwd: URL
  /** The program, after options such as `--import`. */
  args: string[]
  env: NodeJS.ProcessEnv
  onLine: (line: string) => void
}

/**
 * Starts a process of a fleet on the Node that runs this code; its lifeline ends it together with
 * us.
 */
export function startNodeProcess({ args, ...options }: NodeProcessOptions): RunningProcess {
  const held = ['--import', lifelineImport, ...args]
  return startProcess({ ...options, command: process.execPath, args: held })
}
