import type { Span } from '@onetrace/spans'
import { fetchTrace } from '@onetrace/spans/jaeger'
import { joinStatements, type LogRecord, readLogFile } from '@onetrace/trace-doctor'
import { expect, test } from 'vitest'
import { useOwnFleet } from '../src/own-fleet.ts'

const own = useOwnFleet()

const rounds = 6
const atOnce = 10

/** Traces of accepted orders, all of a whole run. */
async function placeOrders(): Promise<string[]> {
  const { world } = own()
  const userIds = await Promise.all(Array.from({ length: atOnce }, () => world.createUser()))
  const traceIds: string[] = []
  for (let round = 0; round < rounds; round++) {
    const answers = await Promise.all(
      userIds.map((userId) =>
        world.call({ path: '/orders', body: { userId, sku: 'tea', quantity: 1 } }),
      ),
    )
    expect(answers.map(({ status }) => status)).toEqual(userIds.map(() => 201))
    traceIds.push(...answers.map(({ traceId }) => traceId))
  }
  return traceIds
}

const isQuery = ({ name }: Span) => name.startsWith('pg.query:')
const milliseconds = ({ startTime, endTime }: Span) => Number(endTime - startTime) / 1e6

test('over a whole run each statement in Postgres’ log has its span, and each database span its statement', async () => {
  const { world } = own()
  const traceIds = await placeOrders()
  await world.quiesce()

  const path = world.urls.statementLog?.path ?? ''
  const traced = (await readLogFile(path)).filter(({ traceId }) => traceId !== undefined)
  const byTrace = Map.groupBy(traced, ({ traceId }) => traceId ?? '')

  expect([...byTrace.keys()]).toEqual(expect.arrayContaining(traceIds))
  for (const [traceId, lines] of byTrace) {
    const { spans } = await fetchTrace({ url: world.urls.query, traceId })
    expectJoined(spans.filter(isQuery), lines)
  }
  const ofOrders = traceIds.map((id) => joinStatements(byTrace.get(id) ?? []).servers.size)
  expect(ofOrders).toEqual(traceIds.map(() => 9))
})

function expectJoined(queries: Span[], logged: LogRecord[]): void {
  const { servers, lines } = joinStatements(logged)
  const ids = queries.map(({ spanId }) => spanId)
  expect([...servers.keys()].sort()).toEqual(ids.sort())
  expect(lines.map(({ spanId }) => spanId).sort()).toEqual(ids)
  const longer = queries.filter(
    (span) => (servers.get(span.spanId)?.durationMs ?? 0) > milliseconds(span),
  )
  expect(longer).toEqual([]) // the way there and back takes time
}
