import type { Attributes } from '@onetrace/spans'
import { expect, test } from 'vitest'
import { diagnose } from './diagnose.ts'
import { recorded } from './recorded.ts'
import type { DiagnoseRequest } from './subject.ts'

const header = 'http.request.header.traceparent'

/** orders called users, which began a trace of its own; with what both recorded of the header. */
function lostCall(change: { sent?: string; received?: string }): DiagnoseRequest {
  const { trace, others } = recorded('receiver-off')
  const clientId = trace.spans.find(
    ({ service, kind, name }) => service === 'orders' && kind === 'client' && name === 'GET',
  )?.spanId
  const recording = (behind: string | undefined, attributes: Attributes) => {
    const { [header]: _, ...rest } = attributes
    if (behind === undefined) return rest
    return { ...rest, [header]: [`00-${trace.traceId}-${clientId}-01${behind}`] }
  }
  return {
    trace: {
      ...trace,
      spans: trace.spans.map((span) =>
        span.spanId === clientId
          ? { ...span, attributes: recording(change.sent, span.attributes) }
          : span,
      ),
    },
    others: others.map((other) => ({
      ...other,
      spans: other.spans.map((span) =>
        span.service === 'users' && span.kind === 'server'
          ? { ...span, attributes: recording(change.received, span.attributes) }
          : span,
      ),
    })),
  }
}

const causesOf = (request: DiagnoseRequest) =>
  diagnose(request)
    .filter(({ check }) => check === 'lost-context')
    .map(({ cause }) => cause)

// W3C Trace Context: version 00 ends after its flags, and who receives more has to ignore it all.
const extra = '-extra'

test('who sent an invalid traceparent is to blame, not who had to ignore it', () => {
  for (const received of [extra, undefined]) {
    expect(causesOf(lostCall({ sent: extra, ...(received && { received }) }))).toEqual([
      expect.stringMatching(
        /^orders sent what is no valid traceparent, "00-\w+-\w+-01-extra", which users has to ignore$/,
      ),
    ])
  }
})

test('what was valid when it was sent was made invalid on the way', () => {
  expect(causesOf(lostCall({ sent: '', received: extra }))).toEqual([
    expect.stringMatching(/^what stands between made the traceparent invalid: users received "00-/),
  ])
})

test('where the sent one was not recorded, both are named that may have written it', () => {
  expect(causesOf(lostCall({ received: extra }))).toEqual([
    expect.stringMatching(/^orders, or what stands between, made the traceparent invalid/),
  ])
})

test('a valid one that arrived was dropped by its receiver', () => {
  expect(causesOf(lostCall({ sent: '', received: '' }))).toEqual([
    'users dropped it: traceparent arrived and was not extracted',
  ])
})
