import { expect, test } from 'vitest'
import { newSpanId, newTraceId, sendSpans } from '../src/send-spans.ts'
import { placeOf, usePage } from '../src/use-page.ts'
import { createWorld } from '../src/world.ts'

const world = createWorld()
const newPage = usePage(world)

test('a finding stands with its cure, its count in the tab, and leads to its span', async () => {
  const traceId = newTraceId()
  const [root, late, lost] = [newSpanId(), newSpanId(), newSpanId()]
  await sendSpans(world, 'billing', [
    { traceId, spanId: root, name: 'close month', at: 0, ms: 100 },
    { traceId, spanId: late, parentSpanId: lost, name: 'send bill', at: 10, ms: 20 },
  ])
  const { page, complaints, open } = await newPage()
  await open(`/trace/${traceId}`)

  await page.getByRole('link', { name: /^Doctor \([1-9]/ }).click()
  const finding = page.getByRole('listitem').filter({ hasText: lost })
  await finding.first().waitFor()
  expect(await finding.first().innerText()).toMatch(/likely[\s\S]*to do/)
  await page.getByRole('link', { name: late }).first().click()

  await page.locator(`tr#span-${late}[aria-selected=true]`).waitFor()
  expect(placeOf(page)).toBe(`/trace/${traceId}?span=${late}`)
  expect(complaints).toEqual([])
})

test('where nothing is wrong it says so, and how many checks it made', async () => {
  const traceId = newTraceId()
  await sendSpans(world, 'billing', [
    { traceId, spanId: newSpanId(), name: 'close month', at: 0, ms: 100 },
  ])
  const { page, complaints, open } = await newPage()

  await open(`/trace/${traceId}/doctor`)

  await page.getByText('Nothing to report').waitFor()
  expect(await page.getByRole('main').innerText()).toMatch(/\d+ checks made/)
  await page.getByRole('link', { name: 'Doctor (0)' }).waitFor()
  expect(complaints).toEqual([])
})
