import { expect, test } from 'vitest'
import { parseSelector } from './logql/parse.ts'
import { runQuery } from './logql/run-query.ts'
import { QueryView } from './query-view.ts'
import { ArrayStore } from './testing/array-store.ts'
import { lokiClient } from './testing/loki-client.ts'
import { epoch } from './testing/view-of.ts'

class Endless extends ArrayStore {
  override find(): never {
    return (function* () {
      for (;;) yield { time: 0n, text: '', labels: {}, metadata: {}, seq: 0 }
    })() as never
  }
}

test('a query that goes on past its time is stopped', () => {
  const query = { kind: 'logs' as const, selector: parseSelector('{}'), stages: [() => false] }
  const lines = runQuery(query, new QueryView(new Endless(), 1), { start: 0n, end: 1n })

  expect(() => [...lines]).toThrow(/the query took too long/)
})

test('an answer tells in stats.summary what it cost', async () => {
  const store = new ArrayStore()
  const loki = lokiClient({ store })
  const labels = { app: 'shop' }
  store.add({ time: epoch, text: 'né', labels, metadata: { id: 'ab' } })
  store.add({ time: epoch + 1n, text: 'other', labels, metadata: {} })
  store.add({ time: epoch + 2n, text: 'elsewhere', labels: { app: 'stock' }, metadata: {} })

  const ask = async (path: string, query: Record<string, string>) =>
    (await loki({ path, query })).json.data.stats.summary
  const range = { start: `${epoch}`, end: `${epoch + 1_000_000_000n}`, step: '1' }
  const logs = await ask('query_range', { query: '{app="shop"} |= "n"', ...range })
  const metric = await ask('query_range', { query: 'sum(rate({app="shop"}[1s]))', ...range })
  const instant = await ask('query', { query: 'rate({app="shop"}[1s])', time: `${epoch + 1n}` })

  expect(logs).toEqual({
    bytesProcessedPerSecond: expect.any(Number),
    linesProcessedPerSecond: expect.any(Number),
    totalBytesProcessed: 12,
    totalLinesProcessed: 2,
    execTime: expect.any(Number),
    queueTime: 0,
    subqueries: 0,
    totalEntriesReturned: 1,
    splits: 0,
    shards: 0,
    totalPostFilterLines: 1,
    totalStructuredMetadataBytesProcessed: 4,
  })
  expect(metric).toMatchObject({ totalLinesProcessed: 2, totalEntriesReturned: 2 })
  expect(instant).toMatchObject({ totalLinesProcessed: 2, totalEntriesReturned: 2 })
})
