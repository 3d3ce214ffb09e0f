#!/usr/bin/env node
// The command `telemetry-backend`. It first checks that this Node version can load the rest.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 15)) {
  process.stderr.write(`telemetry-backend: expected Node 22.15 or newer, got ${process.version}\n`)
  process.exit(1)
}
const { enableCompileCache } = await import('node:module')
enableCompileCache()
const { runCommand } = await import('./run-command.ts')
await runCommand(process.argv.slice(2))

export {}
