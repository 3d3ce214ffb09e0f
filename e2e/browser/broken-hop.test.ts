import { expect, test } from 'vitest'
import { useOwnFleet } from '../src/own-fleet.ts'
import { placeOf, usePage } from '../src/use-page.ts'

const own = useOwnFleet()
const newPage = usePage(() => own().world)

test('where orders drops the context, headers and doctor tell it from both sides', async () => {
  const { fleet, world, userId } = own()
  await fleet.services.stop('orders')
  await fleet.services.start('orders', { OTEL_PROPAGATORS: 'none' })
  const traceId = await world.placeOrder({ userId })
  const { page, complaints, open } = await newPage()

  await open(`/trace/${traceId}/hops`)
  await page.getByText('No span of the called service is in this trace.').waitFor()
  await page.getByRole('link', { name: 'What the doctor says' }).click()
  await page.getByText('traceparent arrived and was not extracted').waitFor()
  await page
    .getByRole('heading', { name: /^error orders began trace/ })
    .getByRole('link')
    .click()
  await page.getByRole('treegrid').waitFor()
  const lost = new URL(page.url()).pathname
  await page.keyboard.press('4')
  await page
    .getByText('orders received a traceparent and began a trace of its own all the same.')
    .waitFor()
  await page.getByRole('link', { name: traceId }).click()

  await page.locator('tr[aria-selected=true]').filter({ hasText: 'POST' }).waitFor()
  expect(lost).not.toBe(`/trace/${traceId}`)
  expect(placeOf(page)).toMatch(new RegExp(`^/trace/${traceId}\\?span=[0-9a-f]{16}$`))
  expect(complaints).toEqual([])
})
