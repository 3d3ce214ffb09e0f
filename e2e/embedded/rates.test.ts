import { until } from '@onetrace/processes'
import { expect, test } from 'vitest'
import { createWorld } from '../src/world.ts'

const world = createWorld()

interface Rates {
  targets: { service: string; up?: boolean }[]
  services: { name: string; endpoints: Endpoint[] }[]
}

interface Endpoint {
  endpoint: string
  method: string
  statuses: Record<string, number>
  exemplars: { traceId: string; held: boolean }[]
}

async function placedOrders(): Promise<{ rates: Rates; orders: Endpoint }> {
  const answer = await fetch(`${world.urls.query}/api/onetrace/rates`)
  const rates = (await answer.json()) as Rates
  const orders = rates.services
    .find(({ name }) => name === 'gateway')
    ?.endpoints.find(({ endpoint, method }) => endpoint === '/orders' && method === 'POST')
  const placed = orders?.exemplars.some(({ held }) => held) && orders.statuses['201']
  if (!orders || !placed) throw new Error(`no order yet in ${JSON.stringify(rates)}`)
  return { rates, orders }
}

test('what the services count of themselves reaches the page, with traces to open', async () => {
  const userId = await world.createUser()
  // Of what was counted before the first scrape nobody knows when it was, so there are two orders.
  const order = () => world.call({ path: '/orders', body: { userId, sku: 'tea', quantity: 2 } })

  const { rates, orders } = await until(() => order().then(placedOrders), {
    what: 'an order to be counted',
    deadlineMs: 20_000,
    everyMs: 250,
  })

  expect(rates.targets).toMatchObject(
    ['gateway', 'orders', 'users'].map((service) => ({ service, up: true })),
  )
  const { traceId = '' } = orders.exemplars.find(({ held }) => held) ?? {}
  const { spans } = await world.trace(traceId)
  expect(spans.map(({ service, name }) => `${service}: ${name}`)).toContain('gateway: POST /orders')
  const around = await world.tracesAround({ traceId, spans })
  expect(around).not.toEqual([])
  const names = around.flatMap((trace) => trace.spans.map(({ name }) => name))
  expect(names.filter((name) => name.includes('metrics'))).toEqual([]) // a scrape makes no span
})
