import { expect, test } from 'vitest'
import { newSpanId, newTraceId, sendSpans } from '../src/send-spans.ts'
import { outbox, sendStory } from '../src/send-story.ts'
import { placeOf, usePage } from '../src/use-page.ts'
import { createWorld } from '../src/world.ts'

const world = createWorld()
const newPage = usePage(world)

test('what an order sets off in another trace stands below it, and the wait between names itself', async () => {
  const { order, points, process } = await sendStory(world)
  const { page, complaints, open } = await newPage()

  await open(`/trace/${order}`)

  const rows = page.locator('tr.span-row')
  await rows.filter({ hasText: 'process order.placed' }).waitFor()
  expect(await rows.locator('.label').allTextContents()).toEqual([
    'orders POST /orders',
    ' publish order.placed→ points',
    '~ points process order.placed',
    ' add',
  ])
  const wait = page.getByText('waited 1.2 s in the outbox')
  expect(await wait.count()).toBe(1)
  await rows.filter({ hasText: 'process order.placed' }).click()
  expect(placeOf(page)).toBe(`/trace/${order}?span=${process}`)
  await page
    .getByRole('complementary')
    .getByRole('link', { name: /^trace / })
    .click()
  await page.locator(`tr#span-${process}[aria-selected=true]`).waitFor()
  expect(placeOf(page)).toBe(`/trace/${points}?span=${process}`)
  expect(complaints).toEqual([])
})

test('what was set off says what it goes on from, and leads to the whole story', async () => {
  const { order, points, process } = await sendStory(world)
  const { page, complaints, open } = await newPage()
  await open(`/trace/${points}`)

  const origin = page.getByRole('region', { name: 'Where this trace comes from' })
  await origin.getByText('waited 1.2 s in the outbox').waitFor()
  await origin.getByRole('link', { name: 'POST /orders' }).click()

  await page.locator(`tr#span-${process}[aria-selected=true]`).waitFor()
  expect(placeOf(page)).toBe(`/trace/${order}?span=${process}`)
  expect(complaints).toEqual([])
})

test('a message that was taken within its own trace has waited too', async () => {
  const traceId = newTraceId()
  const [publish, process] = [newSpanId(), newSpanId()]
  await sendSpans(world, 'orders', [
    { traceId, spanId: publish, name: 'publish', kind: 'producer', at: 0, ms: 2 },
    {
      traceId,
      spanId: process,
      parentSpanId: publish,
      name: 'process',
      kind: 'consumer',
      at: 402,
      ms: 5,
      ...outbox,
    },
  ])
  const { page, open } = await newPage()

  await open(`/trace/${traceId}?span=${process}`)

  await page.getByText('waited 400 ms in the outbox').waitFor()
})

test('a statement shows how much of its time was the database’s own', async () => {
  const traceId = await world.placeOrder()
  const { page, complaints, open } = await newPage()
  await open(`/trace/${traceId}`)

  await page.locator('tr.span-row').filter({ hasText: 'pg.query:SELECT' }).click()

  const details = page.getByRole('complementary')
  await details.getByText(/^[\d.]+ [mµ]s of [\d.]+ ms$/).waitFor()
  const lines = details.locator('.span-lines li')
  expect(await lines.count()).toBe(1)
  expect(await lines.textContent()).toMatch(/execute <unnamed>: select .* took=/)
  expect(complaints).toEqual([])
})
