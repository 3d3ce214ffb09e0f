import { expect, test } from 'vitest'
import { parseSelector } from './logql/parse.ts'
import { runQuery } from './logql/run-query.ts'
import { ArrayStore } from './testing/array-store.ts'
import { checkDeadline, withDeadline } from './with-deadline.ts'

class Endless extends ArrayStore {
  override linesOf(): never {
    return (function* () {
      for (;;) yield { time: 0n, text: '', labels: {}, metadata: {}, seq: 0 }
    })() as never
  }
}

test('a query that goes on past its time is stopped, and what follows has its own', () => {
  const query = { kind: 'logs' as const, selector: parseSelector('{}'), stages: [] }
  const lines = runQuery(query, new Endless(), { start: 1n, end: 2n })

  expect(() => withDeadline(() => [...lines], 1)).toThrow(/the query took too long/)
  expect(checkDeadline).not.toThrow()
})
