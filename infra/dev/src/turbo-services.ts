import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { lifelineImport, signalProcess, startProcess } from '@onetrace/processes'
import { serviceEnvironment, smallHeap } from './environment.ts'
import type { ServicesStart } from './service-processes.ts'
import { serviceNames, workspaceRoot } from './services.ts'
import { turboBinary } from './turbo-binary.ts'

export interface TurboStart extends ServicesStart {
  /** Holds the services' environment files while they run. */
  runDir: string
  /** Pids of `node --watch`, which turbo leaves behind when it is killed. */
  parents: ReadonlySet<number>
}

/** The three services under `turbo run dev`, each in Node's watch mode. */
export async function startTurbo(options: TurboStart): Promise<{ stop: () => Promise<void> }> {
  const { base, onLine, report, parents, runDir } = options
  writeEnvironmentFiles(options)
  const turbo = startProcess({
    name: 'turbo',
    command: turboBinary(),
    args: ['run', 'dev', '--log-prefix=none', '--output-logs=full'],
    cwd: workspaceRoot,
    env: {
      ...base,
      NODE_OPTIONS: `${smallHeap} --import ${lifelineImport}`,
      TURBO_TELEMETRY_DISABLED: '1',
      TURBO_NO_UPDATE_NOTIFIER: '1',
    },
    onLine,
    // The guard also removes the files, when no other process is left to do it.
    guard: { remove: [runDir] },
  })
  turbo.broken.then(report)
  return {
    stop() {
      const stopped = turbo.stop(2000)
      // turbo alone is not enough: it does not know a task whose own parent was killed, but waits
      // for the end of the pipe that the task holds.
      for (const pid of parents) if (pid !== process.pid) signalProcess(pid, 'SIGTERM')
      return stopped
    },
  }
}

/**
 * turbo gives all tasks one environment, and each service has a PORT of its own: the `dev` script
 * of a service reads `.onetrace/run/<service>.env`. Only its owner can read the file, since it has
 * database passwords.
 */
function writeEnvironmentFiles({ facts, env, runDir }: TurboStart): void {
  mkdirSync(runDir, { recursive: true })
  for (const name of serviceNames) {
    const file = join(runDir, `${name}.env`)
    const variables = { ...serviceEnvironment(name, facts), ...env.all, ...env[name] }
    const lines = Object.entries(variables).map(
      ([key, value]) => `${key}=${JSON.stringify(value)}\n`,
    )
    rmSync(file, { force: true })
    writeFileSync(file, lines.join(''), { mode: 0o600 })
  }
}
