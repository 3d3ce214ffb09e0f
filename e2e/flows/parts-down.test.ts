import { until } from '@onetrace/processes'
import { expect, test } from 'vitest'
import { useOwnFleet } from '../src/own-fleet.ts'

const own = useOwnFleet()

function placeOrder() {
  const { world, userId } = own()
  return world.call({ path: '/orders', body: { userId, sku: 'tea', quantity: 2 } })
}

test('with users down the trace ends at the failed call, and placing works when it is back', async () => {
  const { fleet, world } = own()
  await fleet.services.stop('users')

  const { status, body, traceId } = await placeOrder()
  await fleet.services.start('users')
  const later = await placeOrder()

  expect(status).toBe(503)
  expect(body).toMatchObject({ code: 'unavailable', detail: 'users cannot be reached' })
  expect(await world.trace(traceId)).toMatchSpanTreeFile('../trees/users-down.tree')
  expect(later.status).toBe(201)
})

test('a service that starts while Postgres is away is ready when it is there', async () => {
  const { fleet } = own()
  await fleet.services.stop('users')
  await fleet.postgres.kill()
  const before = fleet.lines.length

  const started = fleet.services.start('users')
  await until(
    () => expect(fleet.lines.slice(before).join()).toContain('waiting for the database'),
    {
      what: 'users to say that it waits',
      deadlineMs: 120_000,
    },
  )
  await fleet.postgres.start()
  await started

  expect((await placeOrder()).status).toBe(201)
})

test('with Postgres down the trace shows who missed it, and placing works when it is back', async () => {
  const { fleet, world } = own()
  await fleet.postgres.stop()

  const { status, body, traceId } = await placeOrder()
  await fleet.postgres.start()
  const ready = (name: 'orders' | 'users') =>
    until(
      async () => expect((await fetch(`${fleet.urls.management[name]}/readyz`)).status).toBe(200),
      {
        what: `${name} to find Postgres again`,
        deadlineMs: 120_000,
      },
    )
  await Promise.all([ready('orders'), ready('users')])
  const later = await placeOrder()

  expect(status).toBe(503)
  expect(body).toMatchObject({ code: 'unavailable', trace_id: traceId })
  const trace = await world.trace(traceId)
  expect(trace).toMatchSpanTreeFile('../trees/postgres-down.tree')
  const exceptions = trace.spans.flatMap(({ service, events }) =>
    events.filter(({ name }) => name === 'exception').map(() => service),
  )
  expect(exceptions).toEqual(['users'])
  expect(later.status).toBe(201)
})
