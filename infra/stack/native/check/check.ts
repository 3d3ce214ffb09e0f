// `pnpm -C infra/stack run check` checks every config file by the program that reads it.
import { configFile } from '../folders.ts'
import { complaintOf, configChecks } from './config-checks.ts'
import { programsForChecks } from './programs-for-checks.ts'

const programs = await programsForChecks(console.log)
for (const check of configChecks(configFile('.'))) {
  const path = programs[check.program]
  if (!path) {
    console.log(`skipped: ${check.what}: ${check.program} is not here`)
    continue
  }
  const complaint = complaintOf(check, path)
  console.log(`${complaint ? 'FAILED' : 'ok'}: ${check.what}, by ${check.program}`)
  if (!complaint) continue
  console.log(complaint)
  process.exitCode = 1
}
