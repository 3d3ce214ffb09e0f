import assert from 'node:assert'
import type { BackendProcess } from '../bench/backend-process.ts'
import { spansPerTrace } from './traffic.ts'

type Urls = BackendProcess['urls']

async function ask(url: string) {
  const answer = await fetch(url)
  const text = await answer.text()
  return { status: answer.status, text, json: text.startsWith('{') ? JSON.parse(text) : undefined }
}

/** Checks that a trace which was sent a moment ago is there with all of its spans. */
export async function checkFresh({ query }: Urls, traceId: string): Promise<void> {
  const { status, json } = await ask(`${query}/api/traces/${traceId}`)
  assert.equal(status, 200, `the trace ${traceId}, just sent`)
  assert.equal(json.data[0].spans.length, spansPerTrace, `spans of ${traceId}, just sent`)
}

/** Checks that a trace which had to leave is 404, and that the answer says that it was here. */
export async function checkEvicted({ query }: Urls, traceId: string): Promise<void> {
  for (const path of ['/api/traces/', '/api/v3/traces/']) {
    const { status, text } = await ask(query + path + traceId)
    assert.equal(status, 404, `the trace ${traceId}, sent long ago`)
    assert.match(text, /left/)
  }
}

/** Checks that the two lines which were pushed for a trace are found by its id. */
export async function checkLines({ loki }: Urls, traceId: string): Promise<void> {
  const query = `{service_name="orders"} | trace_id="${traceId}"`
  const parameters = new URLSearchParams({ query, direction: 'forward' })
  const { json } = await ask(`${loki}/loki/api/v1/query_range?${parameters}`)
  const values: [string, string][] = json.data.result.flatMap(
    ({ values }: { values: [string, string][] }) => values,
  )
  const found = values.map(([, line]) => JSON.parse(line))
  assert.deepEqual(
    found.map(({ msg, trace_id }) => [msg, trace_id]),
    [
      ['order placed', traceId],
      ['request served', traceId],
    ],
  )
}

/** Checks that a search gives whole traces, with the newest first. */
export async function checkSearch({ query }: Urls): Promise<void> {
  const { json } = await ask(`${query}/api/traces?service=orders&limit=20`)
  assert.equal(json.data.length, 20)
  const starts = json.data.map(({ spans }: { spans: { startTime: number }[] }) =>
    Math.min(...spans.map(({ startTime }) => startTime)),
  )
  assert.deepEqual(
    starts,
    starts.toSorted((a: number, b: number) => b - a),
  )
}

/** Checks that no span came twice or late, and that each is held or was counted when it left. */
export async function checkCounters(
  { query }: Urls,
  sent: { traces: number; lines: number },
): Promise<string> {
  const { json } = await ask(`${query}/api/onetrace/about`)
  const { counters, held } = json
  assert.equal(counters.spansReceived, sent.traces * spansPerTrace, 'spans received')
  assert.equal(counters.spansDuplicate + counters.spansLate, 0, 'spans twice or late')
  assert.equal(held.spans + counters.spansEvicted, counters.spansReceived, 'spans held or evicted')
  assert.equal(held.traces + counters.tracesEvicted, sent.traces, 'traces held or evicted')
  assert.equal(counters.logLinesPushed, sent.lines, 'lines pushed')
  assert.equal(held.logLines + counters.logLinesEvicted, sent.lines, 'lines held or evicted')
  return `${held.traces} traces and ${held.logLines} lines held, ${counters.tracesEvicted} and ${counters.logLinesEvicted} evicted`
}
