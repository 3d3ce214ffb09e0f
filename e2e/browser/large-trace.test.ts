import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { type MadeSpan, newSpanId, newTraceId, sendSpans } from '../src/send-spans.ts'
import { usePage } from '../src/use-page.ts'
import { createWorld } from '../src/world.ts'

const world = createWorld()
const newPage = usePage(world)
const size = 5000
const steps = 100

/** A root with groups of ten spans below it. */
function largeTrace(): MadeSpan[] {
  const traceId = newTraceId()
  const ids = Array.from({ length: size }, newSpanId)
  return ids.map((spanId, i) => {
    const above = i < 10 || i % 10 === 0 ? 0 : i - (i % 10)
    return {
      traceId,
      spanId,
      ...(i > 0 && { parentSpanId: ids[above] ?? '' }),
      name: i === 0 ? 'import' : `row ${i}`,
      at: i,
      ms: i === 0 ? size : 2 + (i % 7),
    }
  })
}

/** Records from now on each task that kept the page from drawing for more than 50 ms. */
async function watchLongTasks(page: Page): Promise<() => Promise<number[]>> {
  await page.evaluate(() => {
    const seen: number[] = []
    Object.assign(globalThis, { longTasks: seen })
    const watch = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) seen.push(duration)
    })
    watch.observe({ type: 'longtask' })
  })
  return () => page.evaluate(() => Reflect.get(globalThis, 'longTasks') as number[])
}

/** CPU time of the page's main thread in milliseconds, which other processes do not change. */
async function watchWork(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const read = async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000
  }
  const before = await read()
  return async () => (await read()) - before
}

const nextFrame = (page: Page) => page.evaluate(() => new Promise(requestAnimationFrame))

test('of five thousand spans only the visible rows exist, scrolled to whatever place', async () => {
  const spans = largeTrace()
  await sendSpans(world, 'import', spans)
  const { page, complaints, open } = await newPage()
  await open(`/trace/${spans[0]?.traceId}`)
  await page.getByText('5,000 spans').waitFor()
  const rows = page.locator('tr.span-row')
  const longTasks = await watchLongTasks(page)
  const work = await watchWork(page)

  const counts: number[] = []
  await page.mouse.move(400, 400)
  for (let step = 0; step < steps; step++) {
    await page.mouse.wheel(0, 100)
    await nextFrame(page)
    counts.push(await rows.count())
  }
  const spent = (await work()) / steps
  await page.keyboard.press('End')
  await rows.filter({ hasText: /^\s*row 4999/ }).waitFor()

  expect(Math.max(...counts)).toBeLessThan(80)
  expect(Math.min(...counts)).toBeGreaterThan(20)
  const tasks = await longTasks()
  const longest = Math.round(Math.max(0, ...tasks))
  console.log(
    `scrolling ${size} spans: ${spent.toFixed(1)} ms of work a step, ` +
      `${tasks.length} long tasks, the longest ${longest} ms`,
  )
  // This is far above what a step needs (8 ms here), and far below the second that all rows would
  // take.
  expect(spent).toBeLessThan(100)
  expect(complaints).toEqual([])
})

test('five thousand spans are narrowed at each key, and the text stays in the address', async () => {
  const spans = largeTrace()
  await sendSpans(world, 'import', spans)
  const { page, complaints, open } = await newPage()
  await open(`/trace/${spans[0]?.traceId}`)
  await page.getByText('5,000 spans').waitFor()
  const longTasks = await watchLongTasks(page)
  const work = await watchWork(page)

  await page.keyboard.press('/')
  await page.keyboard.type('row 4321')
  await page.getByText('1 of 5,000').waitFor()
  const spent = (await work()) / 'row 4321'.length

  const names = await page.locator('tr.span-row .label').allInnerTexts()
  expect(names.map((name) => name.trim())).toEqual(['import import', 'row 4320', 'row 4321'])
  const tasks = await longTasks()
  console.log(
    `finding in ${size} spans: ${spent.toFixed(1)} ms of work a key, ${tasks.length} long tasks, ` +
      `the longest ${Math.round(Math.max(0, ...tasks))} ms`,
  )
  expect(spent).toBeLessThan(200)
  await page.reload()
  await page.getByText('1 of 5,000').waitFor()
  await page.keyboard.press('Escape')
  await page.getByText('1 of 5,000').waitFor({ state: 'detached' })
  expect(complaints).toEqual([])
})
