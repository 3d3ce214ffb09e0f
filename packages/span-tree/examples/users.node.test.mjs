import { spawn } from 'node:child_process'
import { test } from 'node:test'
import { assertSpanTree, newTraceparent, waitForTrace } from '@onetrace/span-tree'
import { startReceiver } from '@onetrace/span-tree/receiver'

test('a user is read by one handler', async (t) => {
  const receiver = await startReceiver()
  const env = { ...process.env, ...receiver.env, OTEL_SERVICE_NAME: 'users' }
  const app = spawn('node', ['--require=./tracing.cjs', 'app.cjs'], { env })
  t.after(() => receiver.close().finally(() => app.kill('SIGKILL')))
  const url = await new Promise((ready) => app.stdout.once('data', ready))
  const { traceId, traceparent } = newTraceparent()
  await fetch(`${url}/users/7`, { headers: { traceparent } })
  const tree = `
    users: GET /users/:id [server] {http.response.status_code=200}
      users: request handler {http.route=/users/:id}`
  assertSpanTree(await waitForTrace(traceId, { source: receiver }), tree)
})
