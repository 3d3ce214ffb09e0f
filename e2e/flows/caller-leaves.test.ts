import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { newTraceparent } from '@onetrace/span-tree'
import { expect, test } from 'vitest'
import { useOwnFleet } from '../src/own-fleet.ts'

const own = useOwnFleet()

test('a caller who leaves cancels the calls behind it, and spans and lines say 499', async () => {
  const { fleet, world, userId } = own()
  await using stack = new AsyncDisposableStack()
  const silent = createServer() // takes requests and never answers
  await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening))
  stack.defer(() => new Promise((closed) => silent.close(() => closed())))
  await fleet.services.stop('orders')
  const { port } = silent.address() as AddressInfo
  await fleet.services.start('orders', { USERS_URL: `http://127.0.0.1:${port}` })
  const { traceId, traceparent } = newTraceparent()
  const leaving = new AbortController()

  const answer = fetch(`${world.urls.gateway}/orders`, {
    method: 'POST',
    headers: {
      traceparent,
      authorization: `Bearer ${world.key}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ userId, sku: 'tea', quantity: 2 }),
    signal: leaving.signal,
  })
  const [asked] = await once(silent, 'request')
  const canceled = new Promise<void>((closed) => asked.on('error', () => {}).once('close', closed))
  leaving.abort()

  await expect(answer).rejects.toThrow('aborted')
  await canceled
  expect(await world.trace(traceId)).toMatchSpanTreeFile('../trees/caller-leaves.tree')
  const statuses = (await world.logs(traceId)).map(({ fields }) => fields.status)
  expect(statuses).toEqual([499, 499])
})
