// What becomes of the trace context that a caller sends: decided for each API key, and for strangers.
import { createHash } from 'node:crypto'
import { newTraceparent } from '@onetrace/span-tree'
import { beforeAll, expect, test } from 'vitest'
import { onlySpan } from '../src/only-span.ts'
import { useOwnFleet } from '../src/own-fleet.ts'
import { printTrace } from '../src/print-trace.ts'

const own = useOwnFleet()

const callers = ['continue', 'restart', 'ignore'] as const
const hash = (text: string) => createHash('sha256').update(text).digest('hex')
const keys = callers.map((mode) => `shop-${mode}=${hash(`key-${mode}`)}:${mode}`)
const keyOf = { continue: 'key-continue', restart: 'key-restart', ignore: 'key-ignore' }

const restartGateway = (env: Record<string, string> = {}) =>
  own().restart('gateway', { API_KEYS: keys.join(), ...env })

beforeAll(() => restartGateway())

/** A request of a caller who has a trace already. */
async function ask(key: string | null, flags = '01', headers: Record<string, string> = {}) {
  const { world, userId } = own()
  const { traceId: callers, traceparent } = newTraceparent()
  const answer = await world.call({
    path: `/users/${userId}`,
    key,
    headers: { traceparent: traceparent.replace(/01$/, flags), ...headers },
  })
  return { ...answer, callers, callersSpan: traceparent.split('-')[2] }
}

test.each(callers)('%s: the tree, and whose trace it is', async (mode) => {
  const { world } = own()

  const { traceId, callers, callersSpan } = await ask(keyOf[mode])

  const trace = await world.trace(traceId)
  const { parentSpanId, links } = onlySpan(trace, {
    service: 'gateway',
    name: 'GET /users/:id',
    kind: 'server',
  })
  expect(trace).toMatchSpanTreeFile(`../trees/context-${mode}.tree`)
  expect({ sameTrace: traceId === callers, parentSpanId }).toEqual(
    mode === 'continue'
      ? { sameTrace: true, parentSpanId: callersSpan }
      : { sameTrace: false, parentSpanId: undefined },
  )
  expect(links.map(({ traceId, spanId }) => [traceId, spanId])).toEqual(
    mode === 'restart' ? [[callers, callersSpan]] : [],
  )
})

test.each([
  ['no key', null],
  ['an unknown key', 'key-unknown'],
])(
  'a stranger with %s gets a trace of his own, without a word of his baggage',
  async (_who, key) => {
    const { world } = own()

    const { status, traceId, callers } = await ask(key, '01', { baggage: 'tenant=acme' })

    const trace = await world.trace(traceId)
    expect([status, traceId === callers]).toEqual([401, false])
    expect(trace).toMatchSpanTreeFile('../trees/context-stranger.tree')
    expect(trace.spans.filter(({ attributes }) => 'baggage.tenant' in attributes)).toEqual([])
  },
)

test.each([
  ['continue', keyOf.continue, 'leaves none'],
  ['restart', keyOf.restart, 'leaves a trace'],
  ['ignore', keyOf.ignore, 'leaves a trace'],
  ['a stranger', null, 'leaves a trace'],
])('%s: a request whose caller wants no spans (key %s) %s', async (_mode, key, left) => {
  const { world } = own()

  const { traceId } = await ask(key, '00')

  expect(await world.isStored(traceId)).toBe(left === 'leaves a trace')
})

test('who looks for a trace that its caller did not want is told so', async () => {
  const { world } = own()

  const { traceId } = await ask(keyOf.continue, '00')

  expect((await world.logs(traceId)).map(({ fields }) => fields.notSampledBy)).toContain('caller')
  await expect(printTrace(world, traceId)).rejects.toThrow(
    `has no trace ${traceId}: the caller said: not sampled; `,
  )
  const nobodys = newTraceparent().traceId
  await expect(printTrace(world, nobodys)).rejects.toThrow(
    new RegExp(`has no trace ${nobodys}\\n$`),
  )
})

test('where the sampler takes nothing, only a trusted caller can ask for spans', async () => {
  const { world } = own()
  await restartGateway({
    OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
    OTEL_TRACES_SAMPLER_ARG: '0',
  })

  const asked = await Promise.all([...Object.values(keyOf), null].map((key) => ask(key)))

  const stored = await Promise.all(asked.map(({ traceId }) => world.isStored(traceId)))
  expect(stored).toEqual([true, false, false, false])
  await expect(printTrace(world, asked[1]?.traceId ?? '')).rejects.toThrow(
    'not sampled: gateway decided so by its sampler',
  )
})

test('who asks too often is told when to come again, and costs one span', async () => {
  const { world } = own()
  await restartGateway({ RATE_LIMIT: '1', RATE_LIMIT_STRANGERS: '1' })
  await ask(keyOf.ignore)

  const { status, headers, traceId, body } = await ask(keyOf.ignore)

  expect([status, body.code]).toEqual([429, 'too_many_requests'])
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await world.trace(traceId)).toMatchSpanTreeFile('../trees/too-many-requests.tree')
  expect((await ask(keyOf.continue)).status).toBe(200)
})
