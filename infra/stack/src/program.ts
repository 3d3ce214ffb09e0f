import { type RunningProcess, startProcess } from '@onetrace/processes'

export interface ProgramOptions {
  name: string
  path: string
  args: string[]
  /** All that it is told: a caller's secrets are no business of it. */
  env: Record<string, string>
  onLine: (line: string) => void
}

/** A process of the stack. It ends when this one is gone, whatever ended that. */
export function startProgram({ path, env, ...options }: ProgramOptions): RunningProcess {
  return startProcess({
    ...options,
    command: path,
    env: { ...kept(process.env), ...env },
    guard: {},
  })
}

function kept({ PATH, HOME, TMPDIR }: NodeJS.ProcessEnv): Record<string, string> {
  return { ...(PATH && { PATH }), ...(HOME && { HOME }), ...(TMPDIR && { TMPDIR }) }
}
