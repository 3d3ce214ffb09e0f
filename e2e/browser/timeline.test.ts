import { expect, test } from 'vitest'
import { placeOf, usePage } from '../src/use-page.ts'
import { createWorld } from '../src/world.ts'

const world = createWorld()
const newPage = usePage(world)

test('the waterfall of an order shows all its spans, and survives a reload with its selection', async () => {
  const traceId = await world.placeOrder()
  const { page, complaints, open } = await newPage()

  await open(`/trace/${traceId}`)
  await page.getByText('20 spans').waitFor()
  const rows = await page.getByRole('treegrid').getByRole('row').allInnerTexts()
  const names = ['auth_check', 'place_order', 'pg.query:UPDATE users', 'pg.query:SELECT users']
  for (const name of names) expect(rows.filter((row) => row.includes(name))).toHaveLength(1)
  await page.getByRole('row').filter({ hasText: 'place_order' }).click()
  const place = placeOf(page)
  await page.reload()

  const chosen = page.locator('tr[aria-selected=true]')
  await chosen.filter({ hasText: 'place_order' }).waitFor()
  expect(placeOf(page)).toBe(place)
  expect(complaints).toEqual([])
})

test('a click on a log line of the trace selects the span that wrote it', async () => {
  const traceId = await world.placeOrder()
  const { page, complaints, open } = await newPage()
  await open(`/trace/${traceId}`)

  const tabs = page.getByRole('navigation', { name: 'Views of this trace' })
  await tabs.getByRole('link', { name: 'Logs' }).click()
  const line = page.getByRole('listitem').filter({ hasText: 'order placed' })
  await line.waitFor()
  const text = await page.getByRole('main').innerText()
  await line.getByRole('link').click()

  const chosen = page.locator('tr[aria-selected=true]')
  await chosen.filter({ hasText: 'orders POST /orders' }).waitFor()
  await page.getByRole('complementary').getByText('order placed').waitFor()
  for (const said of ['user found', 'order placed', 'request served']) expect(text).toContain(said)
  expect(complaints).toEqual([])
})

test('a search for log lines leads from a line to its trace', async () => {
  const traceId = await world.placeOrder()
  const { page, complaints, open } = await newPage()

  await open(`/logs?${new URLSearchParams({ query: `{service_name="users"} |= "${traceId}"` })}`)
  const line = page.getByRole('listitem').filter({ hasText: 'user found' })
  await line.getByRole('link').click()

  await page.locator('tr[aria-selected=true]').filter({ hasText: 'users GET' }).waitFor()
  expect(placeOf(page)).toContain(`/trace/${traceId}?span=`)
  expect(complaints).toEqual([])
})
