import type { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { newTraceId, sampleSpan, traceExport } from '../testing/otlp-samples.ts'
import { connectTo } from '../testing/raw-connection.ts'
import { ask, post } from '../testing/with-backend.ts'
import { withProcess } from '../testing/with-process.ts'

/** It connects in steps that the system's listen queue can hold. */
async function connectMany(url: string, count: number): Promise<Socket[]> {
  const sockets: Socket[] = []
  while (sockets.length < count) {
    const step = Array.from({ length: Math.min(250, count - sockets.length) }, () => connectTo(url))
    sockets.push(...(await Promise.all(step)))
  }
  return sockets
}

// The backend is a process of its own: each side of a connection is an open file, and the number of
// those is limited for each process.
test('ten thousand connections that send nothing hold up nobody', () =>
  withProcess({}, async ({ lines }) => {
    await expect.poll(lines).not.toEqual([])
    const [ready] = lines()
    if (!ready?.urls) throw new Error(`expected the ready line, got ${JSON.stringify(ready)}`)
    const { otlp, query } = ready.urls
    const silent = await connectMany(otlp, 10_000)
    const traceId = newTraceId()

    const sent = await post(`${otlp}/v1/traces`, traceExport(sampleSpan({ traceId })))
    const found = await ask(`${query}/api/traces/${traceId}`)

    for (const socket of silent) socket.destroy()
    expect(silent).toHaveLength(10_000)
    expect([sent.status, found.status]).toEqual([200, 200])
  }))
