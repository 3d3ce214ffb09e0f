// What the tests kill: a process that starts a server and then another child, which lives on. Were
// the guard's pipe open in that one too, the guard would never learn of our end.
import { spawn } from 'node:child_process'
import { startPostgres } from './index.ts'
import { withClient } from './test-world.ts'

const server = await startPostgres(JSON.parse(process.argv[2] ?? ''))
const url = await server.ensureDatabase({ database: 'orders', role: 'orders' })
const bystander = spawn('sleep', ['600'], { stdio: 'ignore' })
process.once('SIGINT', drain)
console.log(JSON.stringify({ server: server.pid, bystander: bystander.pid }))

async function drain() {
  const { rowCount } = await withClient(url, (client) => client.query('select 1'))
  await server.stop()
  const { how } = await server.exited
  console.log(`drained: ${rowCount} row, ${how}`)
}
