import { randomBytes } from 'node:crypto'
import { exportBodies, spansPerTrace } from '../bench/exports.ts'
import { sendAll } from '../bench/send.ts'

export { spansPerTrace }

export const tracesInBatch = 50

/**
 * Sends the same fifty traces under new ids each time, since making new ones would take too long.
 */
export function createTraffic(otlp: string) {
  const { bodies, traceIds } = exportBodies(tracesInBatch)
  const places = traceIds.flatMap((id, trace) =>
    bodies.flatMap((body) =>
      offsetsOf(Buffer.from(id, 'hex'), body).map((at) => ({ body, at, trace })),
    ),
  )
  if (places.length !== tracesInBatch * spansPerTrace) {
    throw new Error(`expected an id for each span, got ${places.length}`)
  }
  return {
    /** Resolves with the ids of the traces when all of their spans are taken in. */
    async send(): Promise<string[]> {
      const ids = traceIds.map(() => randomBytes(16))
      for (const { body, at, trace } of places) ids[trace]?.copy(body, at)
      await sendAll(`${otlp}/v1/traces`, bodies)
      return ids.map((id) => id.toString('hex'))
    },
  }
}

function offsetsOf(id: Buffer, body: Buffer): number[] {
  const offsets: number[] = []
  for (let at = body.indexOf(id); at >= 0; at = body.indexOf(id, at + 1)) offsets.push(at)
  return offsets
}

/** Two lines for each trace, pushed as Promtail would. */
export async function pushLines(loki: string, traceIds: string[]): Promise<void> {
  const now = BigInt(Date.now()) * 1_000_000n
  const values = traceIds.flatMap((traceId, at) =>
    ['order placed', 'request served'].map((msg, line) => [
      String(now + BigInt(2 * at + line)),
      JSON.stringify({ level: 'info', msg, trace_id: traceId }),
      { trace_id: traceId },
    ]),
  )
  const answer = await fetch(`${loki}/loki/api/v1/push`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ streams: [{ stream: { service_name: 'orders' }, values }] }),
  })
  await answer.text()
  if (answer.status !== 204) throw new Error(`a push of lines was answered ${answer.status}`)
}
