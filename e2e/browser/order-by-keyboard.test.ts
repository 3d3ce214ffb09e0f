import { expect, test } from 'vitest'
import { onlySpan } from '../src/only-span.ts'
import { placeOf, usePage } from '../src/use-page.ts'
import { createWorld } from '../src/world.ts'

const world = createWorld()
const newPage = usePage(world)

test('from the front page to the span of an order and its headers, by keyboard alone', async () => {
  const traceId = await world.placeOrder()
  const { page, complaints, open } = await newPage()
  const { keyboard } = page
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('href'))
  const selected = () => page.locator('tr[aria-selected=true]').innerText()
  await open('/')
  await page.locator(`a[href="/trace/${traceId}"]`).waitFor()

  await keyboard.press('/')
  await keyboard.type('post orders')
  await keyboard.press('Enter')
  const orders = await page.locator('a.operation').count()
  for (let at = 1; at < orders && (await focused()) !== `/trace/${traceId}`; at++) {
    await keyboard.press('j')
  }
  expect(await focused()).toBe(`/trace/${traceId}`)
  await keyboard.press('Enter')
  await page.getByRole('treegrid').waitFor()

  const names = await page.locator('tr.span-row').allInnerTexts()
  const insert = names.findIndex((name) => name.includes('INSERT orders'))
  expect(insert).toBeGreaterThan(0)
  for (let at = 0; at < insert; at++) await keyboard.press('j')
  expect(await selected()).toContain('INSERT orders')
  await keyboard.press('Enter')
  await page.locator('aside:focus').getByText('insert into').first().waitFor()
  await keyboard.press('Escape')
  await keyboard.press('4')
  await page.getByText('The traceparent arrived as it was sent.').first().waitFor()
  await keyboard.press('Escape')
  await page.getByRole('treegrid').waitFor()
  await keyboard.press('Escape')
  await page.getByRole('table', { name: 'Recent traces' }).waitFor()
  expect(placeOf(page)).toBe('/?q=post+orders')
  expect(await focused()).toBe(`/trace/${traceId}`)
  expect(complaints).toEqual([])
})

test('a traceparent that is pasted anywhere opens its trace at its span', async () => {
  const traceId = await world.placeOrder()
  const trace = await world.trace(traceId)
  const span = onlySpan(trace, { service: 'orders', name: 'place_order', kind: 'internal' })
  const { page, complaints, open } = await newPage()
  await open('/services')
  await page.getByRole('table', { name: 'Services', exact: true }).waitFor()

  await page.evaluate((text) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text', text)
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }))
  }, `traceparent: 00-${traceId}-${span.spanId}-03`)

  await page.locator(`tr#span-${span.spanId}[aria-selected=true]`).waitFor()
  expect(placeOf(page)).toBe(`/trace/${traceId}?span=${span.spanId}`)
  expect(complaints).toEqual([])
})

test('the question mark tells all keys, and g with a letter goes to a view', async () => {
  const { page, complaints, open } = await newPage()
  await open('/')
  await page.getByText('live').waitFor()

  await page.keyboard.press('?')
  const dialog = page.getByRole('dialog', { name: 'Keys' })
  await dialog.getByText('mark', { exact: true }).waitFor()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
  await page.keyboard.press('g')
  await page.keyboard.press('l')
  await page.getByLabel('LogQL query').waitFor()

  expect(new URL(page.url()).pathname).toBe('/logs')
  expect(complaints).toEqual([])
})
