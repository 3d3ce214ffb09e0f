// The flag of W3C Trace Context level 2 which says that a trace id is random: set by who begins a trace,
// and the same in every header, span and line of it.
import { expect, test } from 'vitest'
import { createWorld } from '../src/world.ts'

const world = createWorld()

test.each([
  ['a trace that begins at the gateway has it', undefined, '03'],
  ['a trace of a caller who has set it keeps it', '03', '03'],
  ['a trace of a caller who has not goes without', '01', '01'],
])('%s', async (_title, callersFlags, flags) => {
  const userId = await world.createUser()
  const caller = `00-${crypto.randomUUID().replaceAll('-', '')}-00f067aa0ba902b7-${callersFlags}`

  const { status, headers, traceId } = await world.call({
    path: '/orders',
    body: { userId, sku: 'tea', quantity: 2 },
    headers: callersFlags ? { traceparent: caller } : {},
  })

  expect(status).toBe(201)
  expect(headers.get('traceresponse')?.slice(-2)).toBe(flags)
  const hops = callersFlags ? 7 : 6 // sent and received: to orders, to users, to users once more by the outbox
  expect(await flagsInHeaders(traceId)).toEqual(Array(hops).fill(flags))
  const lines = (await world.logs(traceId)).filter(({ message }) => message === 'request served')
  expect(lines.map(({ traceFlags }) => traceFlags)).toEqual(Array(4).fill(Number(flags)))
  expect(new Set(await flagsOfSpans(traceId))).toEqual(new Set([Number(flags)]))
})

async function flagsInHeaders(traceId: string): Promise<(string | undefined)[]> {
  const { spans } = await world.trace(traceId)
  return spans.flatMap(({ attributes }) => {
    const header = String(attributes['http.request.header.traceparent'] ?? '')
    return header ? [/-([0-9a-f]{2})\W*$/.exec(header)?.[1]] : []
  })
}

/** The query API's third version gives back what OTLP has said, of which the lower byte is the W3C's. */
async function flagsOfSpans(traceId: string): Promise<number[]> {
  const response = await fetch(`${world.urls.query}/api/v3/traces/${traceId}`)
  const flags = [...(await response.text()).matchAll(/"flags":\s*(\d+)/g)]
  return flags.map(([, bits]) => Number(bits) & 0xff)
}
