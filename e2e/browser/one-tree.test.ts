import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { printTrace } from '../src/print-trace.ts'
import { newSpanId, newTraceId, sendSpans } from '../src/send-spans.ts'
import { placeOf, usePage } from '../src/use-page.ts'
import { createWorld } from '../src/world.ts'

const world = createWorld()
const newPage = usePage(world)

/**
 * Two spans have one id, a consumer links to its producer, and three spans are their own ancestors.
 */
async function sendOddTrace() {
  const traceId = newTraceId()
  const [root, shared, bank, publish] = [newSpanId(), newSpanId(), newSpanId(), newSpanId()]
  const [process, first, second, third] = [newSpanId(), newSpanId(), newSpanId(), newSpanId()]
  const links = [{ traceId, spanId: publish }]
  const spans = [
    { spanId: first, parentSpanId: third, name: 'first', at: 72, ms: 1 },
    { spanId: second, parentSpanId: first, name: 'second', at: 70, ms: 9 },
    { spanId: third, parentSpanId: second, name: 'third', at: 71, ms: 5 },
    { spanId: shared, parentSpanId: root, name: 'refund', at: 30, ms: 5 },
    { spanId: shared, parentSpanId: root, name: 'charge', at: 10, ms: 5 },
    { spanId: bank, parentSpanId: shared, name: 'bank', at: 12, ms: 100 },
    { spanId: process, name: 'process', kind: 'consumer' as const, links, at: 120, ms: 9 },
    { spanId: newSpanId(), parentSpanId: process, name: 'points', at: 121, ms: 2 },
    {
      spanId: publish,
      parentSpanId: root,
      name: 'publish',
      kind: 'producer' as const,
      at: 40,
      ms: 1,
    },
    { spanId: root, name: 'place order', at: 0, ms: 100 },
  ]
  const made = spans.map((span) => ({ traceId, ...span }))
  await sendSpans(world, 'orders', made)
  return { traceId, shared, bank, second }
}

const contract = `\
orders: place order
  orders: charge
    orders: bank
  orders: refund
  orders: publish [producer]
    ~ orders: process [consumer]
      orders: points
orders: second
  orders: third
    orders: first
`

/** The rows as lines: an indent for each level, the row's title, and `~` where the row shows it. */
async function timelineRows(page: Page): Promise<string[]> {
  return page.locator('tr.span-row').evaluateAll((rows) =>
    rows.map((row) => {
      const label = row.querySelector('.label')
      const linked = label?.textContent?.startsWith('~') ? '~ ' : ''
      const indent = '  '.repeat(Number(row.getAttribute('aria-level')) - 1)
      return `${indent}${linked}${label?.getAttribute('title')}`
    }),
  )
}

/** The lines of a tree in the form of the rows. */
const rowsOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => line.replace('orders:', 'orders').replace(/ \[.*\]$/, ''))

test('timeline, tree, command and doctor see one tree, whatever is odd about it', async () => {
  const { traceId, shared, bank, second } = await sendOddTrace()
  const { page, complaints, open } = await newPage()

  await open(`/trace/${traceId}`)
  await page.getByText('10 spans').waitFor()
  const rows = await timelineRows(page)
  await page.keyboard.press('2')
  const tree = await page.locator('main.contract pre').textContent()
  const printed = await printTrace(world, traceId)
  const answer = await fetch(`${world.urls.query}/api/onetrace/doctor/${traceId}`)
  const { findings } = (await answer.json()) as { findings: { check: string; where: string }[] }

  expect(rows).toEqual(rowsOf(contract))
  expect(tree).toBe(contract)
  expect(printed).toBe(contract)
  expect(findings.map(({ check, where }) => [check, where])).toEqual([
    ['cycle', `orders: second ${second}`],
    ['duplicate-id', `orders: charge ${shared}, orders: refund ${shared}`],
    ['outlives-parent', `orders: charge ${shared} -> orders: bank ${bank}`],
  ])
  expect(complaints).toEqual([])
})

test('the later of two spans of one id is selected in the address, and names the earlier', async () => {
  const { traceId, shared } = await sendOddTrace()
  const { page, complaints, open } = await newPage()
  const selected = page.locator('tr[aria-selected=true]')
  await open(`/trace/${traceId}`)

  await page.getByRole('row').filter({ hasText: 'refund' }).click()
  const place = placeOf(page)
  await page.reload()
  await selected.filter({ hasText: 'refund' }).waitFor()
  await page.getByRole('link', { name: 'an earlier span' }).click()
  await selected.filter({ hasText: 'charge' }).waitFor()

  expect(place).toBe(`/trace/${traceId}?span=${shared}-2`)
  expect(placeOf(page)).toBe(`/trace/${traceId}?span=${shared}`)
  expect(complaints).toEqual([])
})
