import { spawn } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { guardChild } from '@onetrace/postgres'
import { lifelineImport, serviceEnvironment, smallHeap } from './environment.ts'
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
  const { onLine, report, parents } = options
  writeEnvironmentFiles(options)
  // The native binary in a group of its own: its JavaScript shim passes on no SIGTERM in time.
  const turbo = spawn(turboBinary(), ['run', 'dev', '--log-prefix=none', '--output-logs=full'], {
    cwd: workspaceRoot,
    env: {
      ...options.base,
      NODE_OPTIONS: `${smallHeap} --import ${lifelineImport}`,
      TURBO_TELEMETRY_DISABLED: '1',
      TURBO_NO_UPDATE_NOTIFIER: '1',
    },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [turbo.stdout, turbo.stderr]) createInterface(stream).on('line', onLine)
  // It also removes the files, when nobody else is left to do it.
  const { runDir } = options
  const guard = guardChild({ pid: turbo.pid ?? 0, signal: 'SIGTERM', remove: [runDir] })
  let stopping = false
  const exited = new Promise<void>((resolve) => {
    turbo.once('error', (err) => resolve(report(`turbo could not be started: ${err.message}`)))
    turbo.once('exit', (code, signal) => {
      if (!stopping) report(`turbo ended ${signal ? `by ${signal}` : `with code ${code}`}`)
      resolve()
    })
  })
  guard.lost.then(() => stopping || report('the guard of turbo was ended'))
  return {
    async stop() {
      stopping = true
      turbo.kill('SIGTERM')
      // Not left to turbo alone: a task whose own parent was killed is none of its any more, and
      // holds the pipe that turbo reads to the end.
      for (const pid of parents) endQuietly(pid)
      const timer = setTimeout(() => turbo.kill('SIGKILL'), 2000)
      await exited
      clearTimeout(timer)
      await guard.release()
    },
  }
}

/**
 * turbo gives all tasks one environment, and each service has a PORT of its own: the `dev` script
 * of a service reads `.onetrace/run/<service>.env`. Readable for its owner only, since it names
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

function endQuietly(pid: number): void {
  try {
    if (pid !== process.pid) process.kill(pid, 'SIGTERM')
  } catch {
    // gone already, as it should be
  }
}
