import { expect, test } from 'vitest'
import { createMetrics, type Metrics } from './metrics.ts'

const help = { queue_depth: 'Waiting.', queue_age_seconds: 'Age of the oldest.' }

async function linesOf(metrics: Metrics, start: string): Promise<string[]> {
  return (await metrics.text()).split('\n').filter((line) => line.startsWith(start))
}

test('gauges that belong together are read once for each scrape', async () => {
  const metrics = createMetrics()
  let reads = 0
  metrics.watchGauges(help, async () => {
    reads += 1
    return { queue_depth: reads, queue_age_seconds: reads / 2 }
  })

  const first = await linesOf(metrics, 'queue_')
  const second = await linesOf(metrics, 'queue_')

  expect(first).toEqual(['queue_depth 1', 'queue_age_seconds 0.5'])
  expect(second).toEqual(['queue_depth 2', 'queue_age_seconds 1'])
})

test('gauges that cannot be read are left out, the other metrics are there', async () => {
  const metrics = createMetrics()
  let down = false
  metrics.watchGauges(help, async () => {
    if (down) throw new Error('the database is away')
    return { queue_depth: 1, queue_age_seconds: 2 }
  })
  await metrics.text()

  down = true

  expect(await linesOf(metrics, 'queue_')).toEqual([])
  expect(await linesOf(metrics, 'process_cpu_seconds_total')).toHaveLength(1)
})

test('a counter counts by its labels', async () => {
  const metrics = createMetrics()
  const name = 'queue_attempts_total'
  const count = metrics.countOf({ name, help: 'Attempts.', labelNames: ['outcome'] })

  count({ outcome: 'delivered' })
  count({ outcome: 'delivered' })
  count({ outcome: 'failed' })

  expect(await linesOf(metrics, name)).toEqual([
    'queue_attempts_total{outcome="delivered"} 2',
    'queue_attempts_total{outcome="failed"} 1',
  ])
})
