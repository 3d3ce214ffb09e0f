import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

export interface NodeRun {
  /** Body of an ES module that may import what this package may. */
  code: string
  env?: Record<string, string>
  /** Files for `--import`, in this order. */
  imports?: string[]
}

export interface NodeResult {
  exitCode: number | null
  stdout: string
  stderr: string
}

const packageFolder = fileURLToPath(new URL('..', import.meta.url))

export const register = './src/register.ts'

/** Runs a program in a process of its own, which gets none of our environment variables. */
export async function runNode({
  code,
  env = {},
  imports = [register],
}: NodeRun): Promise<NodeResult> {
  const flags = imports.flatMap((name) => ['--import', name])
  const child = spawn(process.execPath, [...flags, '--input-type=module', '--eval', code], {
    cwd: packageFolder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { exitCode: await exited, stdout, stderr }
}
