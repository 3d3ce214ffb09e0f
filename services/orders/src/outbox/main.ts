// The command behind `pnpm outbox`. It works on the database of DATABASE_URL, which a running
// `pnpm dev` has written down for it, and needs no orders process.
import { createServiceContext, openDatabase, readEnv } from '@onetrace/service'
import { createLogger } from '@onetrace/telemetry'
import { runCommand } from './command.ts'
import { createOutboxStore } from './outbox-store.ts'

const context = createServiceContext(createLogger({ level: 'silent', env: {} }))

try {
  const url = readEnv(process.env, (from) => from.url('DATABASE_URL'))
  const database = openDatabase({ url, name: 'outbox', max: 1, ...context })
  try {
    const lines = await runCommand(process.argv.slice(2), createOutboxStore(database))
    process.stdout.write(`${lines.join('\n')}\n`)
  } finally {
    await database.close()
  }
} catch (err) {
  process.stderr.write(`outbox: ${err instanceof Error ? err.message : err}\n`)
  process.exitCode = 1
}
