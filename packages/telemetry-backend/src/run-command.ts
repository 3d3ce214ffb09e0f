import { readFileSync } from 'node:fs'
import { flushCompileCache } from 'node:module'
import { type CommandLine, nameFlags, readCommandLine } from './command-line.ts'
import { ConfigError } from './config.ts'

export async function runCommand(args: string[]): Promise<void> {
  const line = readOrComplain(args)
  if (!line) return
  if (line.help) return print((await import('./settings.ts')).help)
  if (line.version) return print(`${version()}\n`)
  const [{ runProcess }, { screen }] = await Promise.all([
    import('./run-process.ts'),
    import('./screen.ts'),
  ])
  await runProcess({
    env: line.env,
    ready: ({ urls, remote }) => {
      print(screen({ urls, remote, version: version() }))
      flushCompileCache()
    },
    stopping: () => {},
    complain,
  })
}

function readOrComplain(args: string[]): CommandLine | undefined {
  try {
    return readCommandLine(args, process.env)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    complain(error.message)
    process.exitCode = 1
    return undefined
  }
}

function print(text: string): void {
  process.stdout.write(text)
}

function complain(message: string): void {
  process.stderr.write(`telemetry-backend: ${nameFlags(message)}\n`)
}

function version(): string {
  return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version
}
