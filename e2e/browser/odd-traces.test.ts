import { newTraceparent } from '@onetrace/span-tree'
import { expect, test } from 'vitest'
import { newSpanId, newTraceId, sendSpans } from '../src/send-spans.ts'
import { usePage } from '../src/use-page.ts'
import { createWorld } from '../src/world.ts'

const world = createWorld()
const newPage = usePage(world)

test('a name of any length pushes nothing off the screen', async () => {
  const traceId = newTraceId()
  const service = `long-${'x'.repeat(300)}`
  const span = { traceId, spanId: newSpanId(), name: 'y'.repeat(3000), at: 0, ms: 5 }
  await sendSpans(world, service, [span])
  const { page, complaints, open } = await newPage()

  const paths = ['/', '/services', `/trace/${traceId}`, `/trace/${traceId}/hops`]
  const beyond: Record<string, number> = {}
  for (const path of [...paths, `/compare/${traceId}/${traceId}`]) {
    await open(path)
    await page.getByTitle(service).first().waitFor()
    beyond[path] = await page
      .locator('header, main, aside, .table-scroller')
      .evaluateAll((boxes) =>
        Math.max(...boxes.map((box) => box.scrollWidth - Math.min(box.clientWidth, innerWidth))),
      )
  }

  expect(beyond).toEqual(Object.fromEntries(Object.keys(beyond).map((path) => [path, 0])))
  expect(complaints).toEqual([])
})

test('a span without duration at the very end of a trace is seen', async () => {
  const traceId = newTraceId()
  const [root, last] = [newSpanId(), newSpanId()]
  await sendSpans(world, 'clock', [
    { traceId, spanId: root, name: 'root', at: 0, ms: 100 },
    { traceId, spanId: last, parentSpanId: root, name: 'last', at: 100, ms: 0 },
  ])
  const { page, open } = await newPage()

  await open(`/trace/${traceId}`)
  const bar = page.locator(`#span-${last} .bar`)
  await bar.waitFor()

  const box = async (of: typeof bar) => (await of.boundingBox()) ?? expect.fail('it is not drawn')
  const [shown, whole] = [await box(bar), await box(page.locator(`#span-${root} .bar`))]
  expect(shown.width).toBe(2)
  expect(shown.x + 2).toBeCloseTo(whole.x + whole.width, 0)
})

test('a trace that its caller did not want is told from one that nobody knows', async () => {
  const { traceId, traceparent } = newTraceparent()
  await world.call({
    path: '/users',
    body: { name: 'Ada' },
    headers: { traceparent: traceparent.replace(/01$/, '00') },
  })
  await world.quiesce()
  const { page, open } = await newPage()

  await open(`/trace/${traceId}`)
  const why = await page.getByRole('status').filter({ hasText: 'Why' }).textContent()
  await open(`/trace/${newTraceId()}`)
  await page.getByText('its spans may still be on their way').waitFor()

  expect(why).toMatch(
    /^Why there are no spans: the caller said: not sampled; \d+ log lines have its id\.$/,
  )
  expect(await page.getByText('Why there are no spans').count()).toBe(0)
})

test('a span that began before its parent, by another clock, has its time as sent and adjusted', async () => {
  const traceId = newTraceId()
  const [root, early, moment] = [newSpanId(), newSpanId(), Date.now()]
  const call = { traceId, spanId: root, name: 'GET /', at: 0, ms: 100 }
  const answer = { traceId, spanId: early, parentSpanId: root, name: 'GET /', at: -300, ms: 50 }
  await sendSpans(world, 'clock-right', [call], moment)
  await sendSpans(world, 'clock-behind', [answer], moment)
  const { page, open } = await newPage()

  await open(`/trace/${traceId}?span=${early}`)

  const details = page.getByRole('complementary')
  const number = (name: string) =>
    details.locator('.numbers > div').filter({ has: page.getByText(name, { exact: true }) })
  expect(await number('starts at').locator('dd').textContent()).toBe('0 ms')
  expect(await number('start, adjusted').locator('dd').textContent()).toBe('325 ms')
})
