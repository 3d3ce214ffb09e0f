import type { Finding } from '../finding.ts'
import type { Subject } from '../subject.ts'
import { type Advice, placeOf } from '../words.ts'

/** A server span that names its caller as its parent, under another trace id. */
export function checkRewrittenIds({ openCalls }: Subject): Finding[] {
  return openCalls.flatMap((call) => {
    if (call.fate !== 'rewritten') return []
    const { span: caller } = call.client.node
    const { span: callee } = call.server.node
    return {
      check: 'rewritten-trace-id',
      severity: 'error',
      what: `trace id ${caller.traceId} became ${callee.traceId} on the way to ${callee.service}, which kept the parent`,
      where: `${placeOf(caller)} -> ${placeOf(callee)}`,
      ...explain(caller.traceId, callee.traceId),
    }
  })
}

function explain(sent: string, received: string): Advice {
  const cut = [sent, received].some((id) => id.startsWith('0'.repeat(16)))
  if (cut && sent.slice(16) === received.slice(16)) {
    return {
      cause: 'something between cuts trace ids to 64 bits, as old B3 and Jaeger clients do',
      cure: 'let it pass all 32 hex digits of traceparent on, or turn its own tracing off',
    }
  }
  return {
    cause: 'something between writes a traceparent of its own and keeps the parent id',
    cure: 'let it forward traceparent unchanged, or export its own spans too',
  }
}
