// `pnpm -C infra/stack run check`: every config file, by the program that reads it.
import { binariesOf } from './binaries.ts'
import { complaintOf, configChecks } from './config-checks.ts'
import { configFile } from './folders.ts'

const checks = configChecks(configFile('.'))
const names = new Set(checks.map(({ program }) => program))
const programs = await binariesOf([...names], { say: console.log })
for (const check of checks) {
  const complaint = complaintOf(check, programs[check.program])
  console.log(`${complaint ? 'FAILED' : 'ok'}: ${check.what}, by ${check.program}`)
  if (!complaint) continue
  console.log(complaint)
  process.exitCode = 1
}
