import { expect, test } from 'vitest'
import { newSpanId, newTraceId, sendSpans } from '../src/send-spans.ts'
import { placeOf, usePage } from '../src/use-page.ts'
import { createWorld } from '../src/world.ts'

const world = createWorld()
const newPage = usePage(world)

test('a link is followed to its span, and from there back to who links to it', async () => {
  const [published, handled] = [newTraceId(), newTraceId()]
  const [publish, handle] = [newSpanId(), newSpanId()]
  await sendSpans(world, 'orders', [
    { traceId: published, spanId: publish, name: 'publish', kind: 'producer', at: 0, ms: 5 },
  ])
  const links = [{ traceId: published, spanId: publish }]
  await sendSpans(world, 'points', [
    { traceId: handled, spanId: handle, name: 'handle', kind: 'consumer', at: 8, ms: 5, links },
  ])
  const { page, complaints, open } = await newPage()
  const details = page.getByRole('complementary')
  await open(`/trace/${handled}`)

  await details.getByRole('link', { name: publish }).click()
  await page.locator(`tr#span-${publish}[aria-selected=true]`).waitFor()
  expect(placeOf(page)).toBe(`/trace/${published}?span=${publish}`)
  await details.getByRole('link', { name: 'handle' }).click()

  await page.locator(`tr#span-${handle}[aria-selected=true]`).waitFor()
  expect(placeOf(page)).toBe(`/trace/${handled}?span=${handle}`)
  expect(complaints).toEqual([])
})
