// `pnpm test` runs lint, types and unit tests through turbo's cache, and then e2e on a real fleet,
// which needs all cores for itself.
import { spawn } from 'node:child_process'
import { parseArgs } from 'node:util'
import { loopbackDirect } from '@onetrace/processes'
import { pathOf } from './environment.ts'
import { workspaceRoot } from './services.ts'
import { turboBinary } from './turbo-binary.ts'

const { values } = parseArgs({ options: { force: { type: 'boolean', default: false } } })
const output = '--output-logs=errors-only'
const force = values.force ? ['--force'] : []

const steps: [string, string[]][] = [
  ['lint, types, build', ['run', '//#lint', 'typecheck', 'build', output, ...force]],
  // Two at a time: a suite that starts processes waits for them most of the time.
  ['unit tests', ['run', 'test', '--concurrency=2', output, ...force]],
  ['e2e', ['run', 'test:e2e', '--output-logs=full', '--log-prefix=none']],
]

for (const [name, args] of steps) {
  const started = performance.now()
  const code = await turbo(args)
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`\n${code === 0 ? 'passed' : 'FAILED'}: ${name}, ${seconds} s\n`)
  if (code !== 0) process.exit(code)
}

function turbo(args: string[]): Promise<number> {
  const child = spawn(turboBinary(), args, {
    cwd: pathOf(workspaceRoot),
    env: {
      ...loopbackDirect(process.env),
      TURBO_TELEMETRY_DISABLED: '1',
      TURBO_NO_UPDATE_NOTIFIER: '1',
    },
    stdio: 'inherit',
  })
  // turbo ends its tasks itself, and this process ends with it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
  return new Promise((resolve) => {
    child.once('error', (err) => {
      console.error(`turbo could not be started: ${err.message}`)
      resolve(1)
    })
    child.once('exit', (code) => resolve(code ?? 1))
  })
}
