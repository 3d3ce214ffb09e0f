import { describe, expect, test } from 'vitest'
import { readTraceFile, readTraces, TraceFileError } from './trace-file.ts'

const traceId = '0af7651916cd43dd8448eb211c80319c'
const otlpOf = (...ids: string[]) => {
  const spans = ids.map((id) => ({ traceId: id, spanId: '1'.repeat(16), name: 'a' }))
  return { resourceSpans: [{ scopeSpans: [{ spans }] }] }
}
const jaegerTrace = {
  traceID: traceId,
  spans: [
    {
      traceID: traceId,
      spanID: '1',
      operationName: 'a',
      startTime: 1,
      duration: 1,
      processID: 'p',
    },
  ],
  processes: { p: { serviceName: 'orders' } },
}
const lines = (...values: unknown[]) => values.map((value) => JSON.stringify(value)).join('\n')
const other = 'b'.repeat(32)

describe('a file is recognized', () => {
  test.each([
    ['a file from Jaeger’s page', lines({ data: [jaegerTrace] }), [traceId]],
    ['one trace out of it', lines(jaegerTrace), [traceId]],
    ['a list of these', lines([jaegerTrace]), [traceId]],
    ['an answer of /api/v3', lines({ result: otlpOf(traceId) }), [traceId]],
    ['OTLP JSON', lines(otlpOf(traceId, other)), [traceId, other]],
    ['OTLP JSON over many lines', JSON.stringify(otlpOf(traceId), null, 2), [traceId]],
    ['a list of OTLP requests', lines([otlpOf(traceId), otlpOf(other)]), [traceId, other]],
    ['one request a line', lines(otlpOf(traceId), otlpOf(other)), [traceId, other]],
    ['lines of other signals between', lines(otlpOf(traceId), { resourceLogs: [] }), [traceId]],
    ['blank lines, CRLF and a BOM', `\uFEFF${lines(otlpOf(traceId))}\r\n\r\n`, [traceId]],
  ])('%s', (_, text, ids) => {
    expect(readTraces(text).map((trace) => trace.traceId)).toEqual(ids)
  })

  test('spans of one trace on several lines are one trace', () => {
    expect(readTraces(lines(otlpOf(traceId), otlpOf(traceId)))[0]?.spans).toHaveLength(2)
  })
})

describe('what is none is refused with its name', () => {
  test.each([
    ['', 'expected JSON, got none'],
    ['orders: POST /orders', 'expected JSON, got none'],
    [
      '7',
      'expected Jaeger JSON ({"data": [...]}) or OTLP JSON ({"resourceSpans": [...]}), got number',
    ],
    ['{}', 'got an object with nothing'],
    ['{"users": 1}', 'got an object with users'],
    [`${lines(otlpOf(traceId))}\n{`, 'line 2: expected JSON'],
    [lines({ resourceSpans: [] }), 'expected at least one span, got none'],
    [lines({ resourceSpans: 1 }), 'resourceSpans: expected a list, got 1'],
    [lines([]), 'expected at least one span, got none'],
    [lines({ data: [{ spans: [] }] }), 'data[0].spans: expected at least one span'],
  ])('%j', (text, message) => {
    expect(() => readTraces(text, 'x.json')).toThrow(TraceFileError)
    expect(() => readTraces(text, 'x.json')).toThrow(`x.json: `)
    expect(() => readTraces(text, 'x.json')).toThrow(message)
  })
})

test('bytes that are no text do not reach the terminal', () => {
  expect(() => readTraces('\u001b[31m\n\u0007', 'x.json')).toThrow(/^x\.json: [^\p{Cc}]*$/u)
})

test('a file is given by its path or URL', async () => {
  const url = new URL('fixtures/orders.otlp.json', import.meta.url)

  expect(await readTraceFile(url)).toMatchObject([{ traceId, spans: [{}, {}] }])
  expect(await readTraceFile(url.pathname)).toMatchObject([{ traceId }])
  await expect(readTraceFile('no-such.json')).rejects.toThrow(
    /^cannot read a trace from no-such\.json: ENOENT/,
  )
})
