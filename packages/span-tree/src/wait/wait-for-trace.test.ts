import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Trace } from '../model.ts'
import { makeSpan, testTraceId as traceId } from '../testing.ts'
import { TraceWaitError } from './wait-error.ts'
import { type TraceSource, waitForTrace } from './wait-for-trace.ts'

const root = makeSpan({ id: 1, name: 'root' })
const child = makeSpan({ id: 2, parent: 1, name: 'child', start: 1 })
const both = 'orders: root\n  orders: child'

/** A source that has these spans, each from so many milliseconds on. */
function arriving(...arrivals: [at: number, span: Trace['spans'][number]][]): TraceSource {
  const start = performance.now()
  return {
    trace() {
      const spans = arrivals.filter(([at]) => performance.now() - start >= at).map(([, it]) => it)
      return spans.length > 0 ? { traceId, spans } : undefined
    },
  }
}

const quickly = { settleMs: 60, deadlineMs: 400 }

async function serve(answer: (path: string, method: string) => [status: number, body: string]) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    const [status, body] = answer(request.url ?? '', request.method ?? '')
    response.writeHead(status).end(body)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

describe('without quiesce endpoints', () => {
  test('a trace is complete when no span has come for a while', async () => {
    const source = arriving([20, root], [60, child])

    expect((await waitForTrace(traceId, { source, ...quickly })).spans).toEqual([root, child])
  })

  test('with a contract it is not complete before it satisfies that', async () => {
    const source = arriving([0, root], [200, child])

    const trace = await waitForTrace(traceId, { source, until: both, ...quickly })

    expect(trace.spans).toEqual([root, child])
  })

  test('a span that comes after the contract is satisfied is waited for too', async () => {
    const extra = makeSpan({ id: 3, parent: 1, name: 'extra' })
    const source = arriving([0, root], [0, child], [40, extra])

    const wait = waitForTrace(traceId, { source, until: both, ...quickly })

    await expect(wait).rejects.toThrow('orders: extra is not in the contract')
  })
})

describe('with quiesce endpoints', () => {
  test('each is asked, in order, and the trace is returned as it is found', async () => {
    const { url, asked } = await serve(() => [200, ''])
    const source = arriving([0, root])
    const flushed: string[] = []

    const trace = await waitForTrace(traceId, {
      source,
      settleMs: 60_000,
      quiesce: [`${url}/a`, () => flushed.push('flush'), new URL(`${url}/b`)],
    })

    expect(trace.spans).toEqual([root])
    expect(asked).toEqual(['POST /a', 'POST /b'])
    expect(flushed).toEqual(['flush'])
  })

  test('a backend that stores late is given a moment, then the trace is what it is', async () => {
    const quiesce = [async () => {}]
    const late = arriving([0, root], [40, child])
    const never = arriving([0, root])

    const first = await waitForTrace(traceId, { source: late, until: both, quiesce, ...quickly })
    const second = await waitForTrace(traceId, { source: never, until: both, quiesce, ...quickly })

    expect([first.spans.length, second.spans.length]).toEqual([2, 1])
  })

  test('one that fails, or is not there, is named', async () => {
    const { url } = await serve(() => [503, 'draining'])
    const wait = (at: string) =>
      waitForTrace(traceId, { source: arriving([0, root]), quiesce: [at], ...quickly })

    await expect(wait(`${url}/quiesce`)).rejects.toThrow(
      `could not be waited for: POST ${url}/quiesce: expected 200, got 503 draining`,
    )
    await expect(wait('http://127.0.0.1:1/')).rejects.toThrow(/POST http:.*got none: bad port/)
  })

  test('one that never answers ends with the deadline, showing what arrived', async () => {
    const hangs = waitForTrace(traceId, {
      source: arriving([0, root]),
      quiesce: [() => new Promise(() => {})],
      deadlineMs: 50,
    })

    await expect(hangs).rejects.toThrow(/timeout[\s\S]*What did arrive:\n\norders: root/)
  })
})

describe('on the deadline', () => {
  const failing = async (options: Parameters<typeof waitForTrace>[1]) =>
    waitForTrace(traceId, { deadlineMs: 100, ...options }).catch((error: unknown) => error)

  test('nothing arrived', async () => {
    const source = { trace: () => undefined, refused: ['400: no protobuf'] }

    const error = await failing({ source })

    expect(error).toBeInstanceOf(TraceWaitError)
    expect(error).toMatchObject({
      message: `no span of trace ${traceId} arrived within 100 ms\n\nNothing of it arrived.\nrefused: 400: no protobuf`,
    })
  })

  test('it never became what it was waited for', async () => {
    const error = await failing({ source: arriving([0, root]), until: both })

    expect(String(error)).toContain('did not become what it was waited for within 100 ms')
    expect(String(error)).toContain('-   orders: child')
  })

  test('it was still growing', async () => {
    const spans: Trace['spans'] = []
    const source = {
      trace: () => ({
        traceId,
        spans: [...spans, makeSpan({ id: spans.push(root), name: 'more' })],
      }),
    }

    const error = await failing({ source })

    expect(String(error)).toMatch(/was not complete within 100 ms: its last span came \d+ ms ago/)
    expect(String(error)).toContain('What did arrive:\n\norders: root  # 1.0 ms')
  })
})

describe('at the URL of a Jaeger', () => {
  const span = {
    traceID: traceId,
    spanID: '1',
    operationName: 'root',
    startTime: 1,
    duration: 1,
    processID: 'p',
  }
  const answer = {
    data: [{ traceID: traceId, spans: [span], processes: { p: { serviceName: 'orders' } } }],
  }

  test('a trace that it does not know yet is asked for again', async () => {
    let times = 0
    const { url } = await serve((path) => {
      if (path.startsWith('/api/v3')) return [200, '<!doctype html>']
      const missing = { data: null, errors: [{ code: 404, msg: 'trace not found' }] }
      return ++times < 3 ? [404, JSON.stringify(missing)] : [200, JSON.stringify(answer)]
    })

    const trace = await waitForTrace(traceId, { url, until: 'orders: root', ...quickly })

    expect(trace.spans).toHaveLength(1)
  })

  test('one that cannot be reached is an error at once', async () => {
    const wait = waitForTrace(traceId, { url: 'http://127.0.0.1:1' })

    await expect(wait).rejects.toThrow('no Jaeger answers at http://127.0.0.1:1')
  })
})

test('mistakes of the test fail at once', async () => {
  await expect(waitForTrace(traceId, {})).rejects.toThrow('expected a source or a url')
  const source = arriving()
  await expect(waitForTrace(traceId, { source, until: '' })).rejects.toThrow('at least one line')
})
