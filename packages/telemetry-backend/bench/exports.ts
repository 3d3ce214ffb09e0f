import { randomBytes } from 'node:crypto'
import { protobufExport } from '../src/testing/otlp-protobuf.ts'

/** Ten spans of three services, with the attributes that the HTTP and pg instrumentations write. */
const shape = [
  ['gateway', 'POST /orders', 2],
  ['gateway', 'POST', 3],
  ['orders', 'POST /orders', 2],
  ['orders', 'GET', 3],
  ['users', 'GET /users/:id', 2],
  ['users', 'pg.query:SELECT users', 3],
  ['orders', 'place order', 1],
  ['orders', 'pg.query:INSERT orders', 3],
  ['orders', 'pg.query:INSERT outbox', 3],
  ['orders', 'publish', 4],
] as const

export const spansPerTrace = shape.length

const texts = {
  'http.request.method': 'POST',
  'url.path': '/orders/4711',
  'server.address': 'localhost',
  'network.peer.address': '127.0.0.1',
  'user_agent.original': 'node',
  'http.route': '/orders/:id',
}

/**
 * Bodies as exporters send them: each has the spans of one service, for `traces` traces together.
 */
export function exportBodies(traces: number): {
  bodies: Buffer[]
  traceIds: string[]
  spans: number
} {
  const traceIds = Array.from({ length: traces }, () => randomBytes(16).toString('hex'))
  const spans = traceIds.flatMap(spansOf)
  const bodies = [...Map.groupBy(spans, ({ service }) => service).values()].map((ofService) =>
    protobufExport(...ofService),
  )
  return { bodies, traceIds, spans: spans.length }
}

function spansOf(traceId: string) {
  const start = BigInt(Date.now()) * 1_000_000n
  const ids = shape.map(() => randomBytes(8).toString('hex'))
  return shape.map(([service, name, kind], at) => ({
    service,
    traceId,
    spanId: ids[at] ?? '',
    ...(at > 0 && { parentSpanId: ids[at - 1] ?? '' }),
    name,
    kind,
    texts,
    startTimeUnixNano: String(start + BigInt(at) * 1_000_000n),
    endTimeUnixNano: String(start + 20_000_000n),
  }))
}
