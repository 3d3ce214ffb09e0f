import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { join } from 'node:path'

/** A Node process that starts a server, to be killed. `sources` may be a copy of this folder. */
export async function startInChild(
  options: { dataDir: string; port: number },
  { sources = import.meta.dirname, ...as }: SpawnOptions & { sources?: string } = {},
): Promise<{ parent: ChildProcess & { pid: number }; server: number; bystander: number }> {
  const script = join(sources, 'test-parent.ts')
  const parent = spawn(process.execPath, [script, JSON.stringify(options)], {
    ...as,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const { pid } = parent
  if (pid === undefined) throw new Error(`expected ${process.execPath} to start`)
  return { parent: Object.assign(parent, { pid }), ...(await firstReport(parent)) }
}

function firstReport(parent: ChildProcess): Promise<{ server: number; bystander: number }> {
  return new Promise((resolve, reject) => {
    parent.stdout?.once('data', (line) => resolve(JSON.parse(String(line))))
    parent.once('exit', (code) => reject(new Error(`the parent ended early, exit code ${code}`)))
  })
}
