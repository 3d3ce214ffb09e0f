import { expect, test } from 'vitest'
import { onlySpan } from '../src/only-span.ts'
import { newSpanId, newTraceId, sendSpans } from '../src/send-spans.ts'
import { usePage } from '../src/use-page.ts'
import { createWorld } from '../src/world.ts'

const world = createWorld()
const newPage = usePage(world)

test('the headers of a hop are a click away, and name the span that sent them', async () => {
  const traceId = await world.placeOrder()
  const trace = await world.trace(traceId)
  const call = onlySpan(trace, { service: 'gateway', name: 'POST', kind: 'client' })
  const { page, complaints, open } = await newPage()
  await open(`/trace/${traceId}`)

  await page.getByRole('row').filter({ hasText: '→ orders' }).click()
  await page.getByRole('link', { name: 'The context headers of this hop' }).click()

  const hop = page.locator('.hop.selected').filter({ hasText: 'sent by POST' })
  await hop.waitFor()
  const traceparent = await hop.locator('.traceparent').first().locator('code').allInnerTexts()
  expect(traceparent.join('')).toBe(`00-${traceId}-${call.spanId}-03`)
  const text = await hop.innerText()
  for (const said of ['this trace', 'parent: gateway POST', 'sampled', 'the same']) {
    expect(text).toContain(said)
  }
  expect(complaints).toEqual([])
})

test('of baggage the names that came are shown, and no value', async () => {
  const userId = await world.createUser()
  const { traceId } = await world.call({
    path: '/orders',
    body: { userId, sku: 'tea', quantity: 2 },
    headers: { baggage: 'tenant=demo,user.email=ada%40example.com' },
  })
  await world.quiesce()
  const { page, complaints, open } = await newPage()

  await open(`/trace/${traceId}/hops`)
  await page.locator('.hop').first().waitFor()

  const text = await page.getByRole('main').innerText()
  expect(text).toContain('tenant=*,user.email=*')
  expect(text).not.toMatch(/demo|example\.com/)
  expect(complaints).toEqual([])
})

test('of a traceparent with more behind its flags the sender is named, not who has to ignore it', async () => {
  const [sent, begun, call] = [newTraceId(), newTraceId(), newSpanId()]
  const traceparent = `00-${sent}-${call}-01-extra`
  await sendSpans(world, 'mumbler', [
    { traceId: sent, spanId: call, name: 'GET', kind: 'client', at: 0, ms: 20, traceparent },
  ])
  await sendSpans(world, 'stickler', [
    {
      traceId: begun,
      spanId: newSpanId(),
      name: 'GET',
      kind: 'server',
      at: 5,
      ms: 10,
      traceparent,
    },
  ])
  const { page, complaints, open } = await newPage()

  await open(`/trace/${sent}/hops`)
  await page.getByText('What mumbler sent is no valid traceparent, so the called').waitFor()
  await page.getByText('no valid traceparent', { exact: true }).waitFor()
  await open(`/trace/${begun}/hops`)
  await page.getByText('What stickler received is no valid traceparent, so it had to').waitFor()

  expect(complaints).toEqual([])
})
