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

interface Counted {
  rates: Rates
  orders: Endpoint
  /** A trace of a request that this test made, which the page can open. */
  traceId: string
}

async function countedOrder(own: Set<string>): Promise<Counted> {
  const answer = await fetch(`${world.urls.query}/api/onetrace/rates`)
  const rates = (await answer.json()) as Rates
  const orders = rates.services
    .find(({ name }) => name === 'gateway')
    ?.endpoints.find(({ endpoint, method }) => endpoint === '/orders' && method === 'POST')
  const exemplar = orders?.exemplars.find(({ traceId, held }) => held && own.has(traceId))
  if (!orders || !exemplar) throw new Error(`no order of ours yet in ${JSON.stringify(rates)}`)
  return { rates, orders, traceId: exemplar.traceId }
}

test('what the services count of themselves reaches the page, with traces to open', async () => {
  const userId = await world.createUser()
  // Nobody knows when a request before the first scrape was served, so the test makes two orders.
  const own = new Set<string>()
  const order = async () => own.add(await world.placeOrder({ userId }))

  const { rates, orders, traceId } = await until(() => order().then(countedOrder), {
    what: 'an order to be counted',
    deadlineMs: 120_000,
    everyMs: 250,
  })

  expect(rates.targets).toMatchObject(
    ['gateway', 'orders', 'users'].map((service) => ({ service, up: true })),
  )
  expect(orders.statuses['201']).toBeGreaterThan(0)
  const trace = await world.trace(traceId)
  expect(trace).toMatchSpanTreeFile('../trees/place-order.tree')
  const around = await world.tracesAround(trace)
  expect(around).not.toEqual([])
  const names = around.flatMap((trace) => trace.spans.map(({ name }) => name))
  expect(names.filter((name) => name.includes('metrics'))).toEqual([]) // a scrape makes no span
})
