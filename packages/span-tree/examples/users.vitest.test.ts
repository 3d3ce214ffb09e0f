import { spawn } from 'node:child_process'
import { newTraceparent, waitForTrace } from '@onetrace/span-tree'
import { startReceiver } from '@onetrace/span-tree/receiver'
import { expect, test } from 'vitest'
import '@onetrace/span-tree/vitest'

test('a user is read by one handler', async ({ onTestFinished }) => {
  const receiver = await startReceiver()
  const env = { ...process.env, ...receiver.env, OTEL_SERVICE_NAME: 'users' }
  const app = spawn('node', ['--require=./tracing.cjs', 'app.cjs'], { env })
  onTestFinished(() => receiver.close().finally(() => app.kill('SIGKILL')))
  const url = await new Promise((ready) => app.stdout.once('data', ready))
  const { traceId, traceparent } = newTraceparent()
  await fetch(`${url}/users/7`, { headers: { traceparent } })
  expect(await waitForTrace(traceId, { source: receiver })).toMatchSpanTree(`
    users: GET /users/:id [server] {http.response.status_code=200}
      users: request handler {http.route=/users/:id}
  `)
})
