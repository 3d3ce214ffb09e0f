import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Trace } from '@onetrace/spans'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { makeSpan, testTraceId as traceId } from '../testing.ts'
import type { TraceSource } from './trace-source.ts'
import { TraceWaitError } from './wait-error.ts'
import { waitForTrace } from './wait-for-trace.ts'

const root = makeSpan({ id: 1, name: 'root' })
const child = makeSpan({ id: 2, parent: 1, name: 'child', start: 1 })
const both = 'orders: root\n  orders: child'

/** A source that has each of these spans from a number of milliseconds on. */
function arriving(...arrivals: [at: number, span: Trace['spans'][number]][]): TraceSource {
  const start = performance.now()
  return {
    trace() {
      const spans = arrivals.filter(([at]) => performance.now() - start >= at).map(([, it]) => it)
      return spans.length > 0 ? { traceId, spans } : undefined
    },
  }
}

/** Nobody can say when an answer over HTTP comes. */
const patiently = { deadlineMs: 120_000 }

/** Time passes only when the test says so, so that nothing comes late on a busy machine. */
function stopTheClock(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
    const deadline = new AbortController()
    setTimeout(() => deadline.abort(new DOMException('timeout', 'TimeoutError')), ms)
    return deadline.signal
  })
  onTestFinished(() => {
    vi.restoreAllMocks()
    vi.useRealTimers()
  })
}

/** The result of the wait after this time, or `waits`. */
async function outcomeAfter<T>(ms: number, wait: Promise<T>): Promise<T | 'waits'> {
  wait.catch(() => {})
  await vi.advanceTimersByTimeAsync(ms)
  return Promise.race([wait, Promise.resolve('waits' as const)])
}

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
    stopTheClock()
    const source = arriving([200, root], [600, child])

    const wait = waitForTrace(traceId, { source })

    expect(await outcomeAfter(1000, wait)).toBe('waits')
    expect(await outcomeAfter(1000, wait)).toEqual({ traceId, spans: [root, child] })
  })

  test('with a contract it is not complete before it satisfies that', async () => {
    stopTheClock()
    const source = arriving([0, root], [2000, child])

    const wait = waitForTrace(traceId, { source, until: both })

    expect(await outcomeAfter(2000, wait)).toBe('waits')
    expect(await outcomeAfter(1000, wait)).toEqual({ traceId, spans: [root, child] })
  })

  test('a span that comes after the contract is satisfied is waited for too', async () => {
    stopTheClock()
    const extra = makeSpan({ id: 3, parent: 1, name: 'extra' })
    const source = arriving([0, root], [0, child], [400, extra])

    const wait = waitForTrace(traceId, { source, until: both })

    expect(await outcomeAfter(9000, wait)).toBe('waits')
    await expect(outcomeAfter(2000, wait)).rejects.toThrow('orders: extra is not in the contract')
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
    stopTheClock()
    const quiesce = [async () => {}]
    const late = arriving([0, root], [400, child])
    const never = arriving([0, root])

    const first = waitForTrace(traceId, { source: late, until: both, quiesce })
    const second = waitForTrace(traceId, { source: never, until: both, quiesce })

    expect(await Promise.all([outcomeAfter(300, first), outcomeAfter(0, second)])).toEqual([
      'waits',
      'waits',
    ])
    expect(await outcomeAfter(500, first)).toEqual({ traceId, spans: [root, child] })
    expect(await second).toEqual({ traceId, spans: [root] })
  })

  test('one that fails, or is not there, is named', async () => {
    const { url } = await serve(() => [503, 'draining'])
    const wait = (at: string) =>
      waitForTrace(traceId, { source: arriving([0, root]), quiesce: [at], ...patiently })

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

    const trace = await waitForTrace(traceId, {
      url,
      until: 'orders: root',
      settleMs: 0,
      ...patiently,
    })

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
  await expect(waitForTrace('xyz', { source })).rejects.toThrow('expected a trace id of 32 hex')
  await expect(waitForTrace(traceId, { source, until: '' })).rejects.toThrow('at least one line')
})
