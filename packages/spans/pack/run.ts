import { spawnSync } from 'node:child_process'

/** What it printed; throws with all of it when it fails. */
export function run(folder: string, command: string, ...args: string[]): string {
  const started = performance.now()
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1' },
    encoding: 'utf8',
    timeout: 300_000,
  })
  const line = [command, ...args].join(' ')
  if (status !== 0) {
    throw new Error(`${line}: expected exit code 0, got ${error ?? status}\n${stdout}\n${stderr}`)
  }
  process.stdout.write(`${line}  # ${((performance.now() - started) / 1000).toFixed(1)} s\n`)
  return stdout
}
