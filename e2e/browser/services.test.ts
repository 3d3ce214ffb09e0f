import { expect, test } from 'vitest'
import { placeOf, usePage } from '../src/use-page.ts'
import { createWorld } from '../src/world.ts'

const world = createWorld()
const newPage = usePage(world)

test("an exemplar of an endpoint's histogram opens its trace at its span", async () => {
  const { page, complaints, open } = await newPage()
  await open('/services')
  const exemplars = page
    .getByRole('table', { name: 'Endpoints' })
    .getByRole('row', { name: 'gateway POST /orders' })
    .locator('.open a')
  // Requests before the first scrape of a service have no exemplar here, and nobody can see when
  // that scrape was. So orders are placed until one of them is shown.
  const own: string[] = []
  const ofOwn = () => exemplars.and(page.locator(own.map((id) => `[href*="${id}"]`).join()))
  const countShown = async () => {
    own.push(await world.placeOrder())
    return ofOwn().count()
  }
  await expect.poll(countShown, { interval: 500 }).not.toBe(0)

  await ofOwn().first().click()

  await page.locator('tr[aria-selected=true]').filter({ hasText: 'POST /orders' }).waitFor()
  expect(placeOf(page)).toMatch(new RegExp(`^/trace/(${own.join('|')})\\?span=[0-9a-f]{16}$`))
  expect(complaints).toEqual([])
})

test('who calls whom is drawn and told, and the slow one opens', async () => {
  await world.placeOrder()
  const { page, complaints, open } = await newPage()

  await open('/services')
  const calls = page.getByRole('table', { name: 'Calls between services' })
  await calls.getByRole('row', { name: 'orders users' }).waitFor()
  await page.getByRole('img', { name: 'The calls of the table, drawn' }).waitFor()
  const service = page.getByRole('table', { name: 'Services', exact: true }).getByRole('row')
  await service.filter({ hasText: 'users' }).getByRole('link', { name: 'slow one' }).click()

  await page.getByRole('treegrid').getByRole('row').filter({ hasText: 'users' }).first().waitFor()
  expect(placeOf(page)).toMatch(/^\/trace\/[0-9a-f]{32}$/)
  expect(complaints).toEqual([])
})
