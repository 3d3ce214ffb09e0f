import { expect, test } from 'vitest'
import { createWorld } from '../src/world.ts'

const world = createWorld()

/** An order placed by a caller who sends this baggage, with all that follows from it. */
async function orderWith(baggage: string) {
  const userId = await world.createUser()
  const body = { userId, sku: 'tea', quantity: 2 }
  const { status, traceId } = await world.call({ path: '/orders', body, headers: { baggage } })
  expect(status).toBe(201)
  return { trace: await world.trace(traceId), lines: await world.logs(traceId) }
}

test("the caller's tenant is on every span and line of all services, behind the outbox too", async () => {
  const { trace, lines } = await orderWith('tenant=acme')

  expect(trace).toMatchSpanTreeFile('../trees/place-order.tree')
  const without = trace.spans.filter((span) => span.attributes['baggage.tenant'] !== 'acme')
  expect(without.map(({ service, name }) => `${service}: ${name}`)).toEqual([])
  const ofServices = lines.filter(({ service }) => service !== 'postgres')
  expect(ofServices.map(({ fields }) => fields['baggage.tenant'])).toEqual(
    Array(ofServices.length).fill('acme'),
  )
  expect(new Set(ofServices.map(({ service }) => service))).toEqual(
    new Set(['gateway', 'orders', 'users']),
  )
})

test('what is not on the list goes no further than the gateway, and its value is seen nowhere', async () => {
  const { trace, lines } = await orderWith('tenant=acme,user=jo%40example.org,color=red')

  const received = trace.spans
    .filter(({ kind }) => kind === 'server')
    .map(({ service, attributes }) => [service, attributes['http.request.header.baggage']])
  expect(received).toHaveLength(4)
  expect(new Map(received as [string, unknown][])).toEqual(
    new Map([
      ['gateway', ['tenant=*,user=*,color=*']],
      ['orders', ['tenant=*']],
      ['users', ['tenant=*']],
    ]),
  )
  expect(JSON.stringify([trace, lines], plain)).not.toMatch(/example\.org|"red"/)
})

test('a tenant that is too long to be one stays outside, and the order is placed', async () => {
  const { trace } = await orderWith(`tenant=${'x'.repeat(65)}`)

  const names = trace.spans.flatMap(({ attributes }) => Object.keys(attributes))
  expect(names).not.toContain('baggage.tenant')
  const sent = trace.spans.filter(({ kind }) => kind === 'client')
  expect(sent.filter((span) => span.attributes['http.request.header.baggage'])).toEqual([])
})

function plain(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}
