import { expect, test } from 'vitest'
import { placeOf, usePage } from '../src/use-page.ts'
import { createWorld } from '../src/world.ts'

const world = createWorld()
const newPage = usePage(world)

/** An order that is placed, and one that is refused. */
async function twoOrders() {
  const userId = await world.createUser()
  const placed = await world.placeOrder({ userId })
  const refused = await world.placeOrder({ userId, quantity: -1 })
  return { placed, refused }
}

test('two traces marked by keyboard are compared, the earlier one first', async () => {
  const { placed, refused } = await twoOrders()
  const { page, complaints, open } = await newPage()
  await open('/')

  for (const traceId of [refused, placed]) {
    await page.locator(`a[href="/trace/${traceId}"]`).focus()
    await page.keyboard.press('x')
  }
  await page.keyboard.press('c')

  await page.getByRole('heading', { name: /^The trees differ/ }).waitFor()
  expect(placeOf(page)).toBe(`/compare/${placed}/${refused}`)
  const said = await page.getByRole('region', { name: 'What is different' }).innerText()
  expect(said).toContain('http.response.status_code was 201, is 400')
  expect(said).toMatch(/orders: GET \[client\] is only in the first/)
  expect(complaints).toEqual([])
})

test('from a trace another of its kind is chosen, and the rows lead back to spans', async () => {
  const userId = await world.createUser()
  const [first, second] = [await world.placeOrder({ userId }), await world.placeOrder({ userId })]
  const { page, complaints, open } = await newPage()
  await open(`/trace/${second}`)

  await page.getByRole('link', { name: 'compare' }).click()
  await page.locator(`a[href="/compare/${first}/${second}"]`).click()
  await page.getByRole('heading', { name: /^Both are the same tree/ }).waitFor()
  await page.keyboard.press('s')
  await page.waitForURL(`**/compare/${second}/${first}`)
  await page.getByRole('link', { name: 'place_order' }).click()

  await page.locator('tr[aria-selected=true]').filter({ hasText: 'place_order' }).waitFor()
  expect(placeOf(page)).toContain(`/trace/${first}?span=`)
  expect(complaints).toEqual([])
})
