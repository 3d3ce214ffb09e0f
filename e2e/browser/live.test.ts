import { expect, test } from 'vitest'
import { usePage } from '../src/use-page.ts'
import { createWorld } from '../src/world.ts'

const world = createWorld()
const newPage = usePage(world)

test('a new order appears on the page that is open, and Enter opens its trace', async () => {
  const { page, complaints, open } = await newPage()
  await open('/')
  await page.getByText('live').waitFor()

  const traceId = await world.placeOrder()

  const row = page.locator(`a[href="/trace/${traceId}"]`)
  await row.focus()
  await page.keyboard.press('Enter')
  await page.waitForURL(`**/trace/${traceId}`)
  expect(complaints).toEqual([])
})

test('an attribute of a span finds its trace, and no other', async () => {
  const userId = await world.createUser()
  const placed = await world.placeOrder({ userId })
  const refused = await world.placeOrder({ userId, quantity: -1 })
  const { page, complaints, open } = await newPage()
  await open('/')
  await page.locator(`a[href="/trace/${placed}"]`).waitFor()

  await page.getByLabel('Attribute of a span, as name=value').fill('http.response.status_code=400')

  await page.locator(`a[href="/trace/${placed}"]`).waitFor({ state: 'detached' })
  expect(await page.locator(`a[href="/trace/${refused}"]`).count()).toBe(1)
  expect(complaints).toEqual([])
})

test("the gateway's page places an order and links its trace", async () => {
  const userId = await world.createUser()
  const { page, complaints } = await newPage()
  await page.goto(`${world.urls.gateway}/#key=${world.key}&user=${userId}`)

  await page.getByRole('button', { name: 'Place the order' }).click()
  const link = page.getByRole('link', { name: 'follow its trace' })
  await link.waitFor()
  await world.quiesce()
  const [traceId = 'no trace id'] = /[0-9a-f]{32}$/.exec(`${await link.getAttribute('href')}`) ?? []

  const trace = await world.trace(traceId)
  expect(trace.spans.filter(({ name }) => name === 'place_order')).toHaveLength(1)
  expect(complaints).toEqual([])
})
