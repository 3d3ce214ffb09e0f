import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { launchChromium } from '../src/chromium.ts'
import { createWorld } from '../src/world.ts'

const world = createWorld()
let browser: Browser
let page: Page
let complaints: string[]

beforeAll(async () => {
  browser = await launchChromium()
})

afterAll(() => browser.close())

beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  complaints = []
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (err) => complaints.push(err.message))
  const own = [world.urls.query, world.urls.gateway, 'data:']
  page.on('request', (request) => {
    if (!own.some((url) => request.url().startsWith(url))) complaints.push(request.url())
  })
  return () => page.close()
})

async function placeOrder(): Promise<string> {
  const userId = await world.createUser()
  const body = { userId, sku: 'tea', quantity: 2 }
  const { traceId } = await world.call({ path: '/orders', body })
  await world.quiesce()
  return traceId
}

test('the waterfall of an order shows all its spans and the log lines of all three services', async () => {
  const traceId = await placeOrder()

  await page.goto(`${world.urls.query}/trace/${traceId}`)
  await page.getByText('11 spans').waitFor()

  const rows = await page.getByRole('treegrid').getByRole('row').allInnerTexts()
  const names = ['auth_check', 'place_order', 'pg.query:INSERT orders', 'pg.query:SELECT users']
  for (const name of names) expect(rows.filter((row) => row.includes(name)).length).toBe(1)
  await page.goto(`${world.urls.query}/trace/${traceId}/logs`)
  await page.getByText('order placed').waitFor()
  const text = await page.locator('body').innerText()
  for (const line of ['user found', 'order placed', 'request served']) expect(text).toContain(line)
  expect(complaints).toEqual([])
})

test('a new order appears on the page that is open, and Enter opens its trace', async () => {
  await page.goto(world.urls.query)
  await page.getByText('live').waitFor()

  const traceId = await placeOrder()

  const row = page.locator(`a[href*="${traceId}"]`)
  await row.first().waitFor()
  await row.first().focus()
  await page.keyboard.press('Enter')
  await page.waitForURL(`**/trace/${traceId}*`)
  expect(complaints).toEqual([])
})

test("the gateway's page places an order and links its trace", async () => {
  const userId = await world.createUser()
  await page.goto(`${world.urls.gateway}/#key=${world.key}&user=${userId}`)

  await page.getByRole('button', { name: 'Place the order' }).click()
  const link = page.getByRole('link', { name: 'follow its trace' })
  await link.waitFor()
  await world.quiesce()
  const traceUrl = await link.getAttribute('href')

  const traceId = traceUrl?.split('/').at(-1) ?? ''
  const trace = await world.trace(traceId)
  expect(trace.spans.filter(({ name }) => name === 'place_order').length).toBe(1)
  expect(complaints).toEqual([])
})
