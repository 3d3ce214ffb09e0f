import { addressOf, failureOf, statusCodeOf } from '../call.ts'
import type { Finding } from '../finding.ts'
import type { OpenCall } from '../open-calls.ts'
import type { Subject } from '../subject.ts'
import { placeOf } from '../words.ts'

/** A call that nobody answered, or whose answer came from somebody who sent no span. */
export function checkCallsWithoutServer(subject: Subject): Finding[] {
  const cut = new Set(subject.cuts.flatMap(({ calls }) => calls))
  return subject.openCalls.flatMap((call) => {
    if (cut.has(call.client.node)) return []
    if (call.fate === 'failed') return describeFailed(call)
    return call.fate === 'unseen' ? describeUnseen(call, subject) : []
  })
}

type Absence = Extract<OpenCall, { callee: string | undefined }>

/** The trace is right: there was no server. */
function describeFailed({ client, callee }: Absence): Finding {
  const { span } = client.node
  const failure = failureOf(span)
  const address = addressOf(span) ?? 'the other side'
  return {
    check: 'client-without-server',
    severity: 'note',
    what: `the call failed and reached no server: ${failure}`,
    where: placeOf(span),
    ...reasonFor(failure, { address, name: callee ?? `what should listen at ${address}` }),
  }
}

function reasonFor(failure: string, { address, name }: { address: string; name: string }) {
  if (/ECONNREFUSED|refused/i.test(failure)) {
    return {
      cause: `nothing listened at ${address}; the context was not lost`,
      cure: `start ${name}, or correct the address that it is called at`,
    }
  }
  if (/ENOTFOUND|EAI_AGAIN|getaddrinfo/i.test(failure)) {
    return {
      cause: `${address} is no known host; the context was not lost`,
      cure: 'correct the host name',
    }
  }
  return {
    cause: `the connection to ${address} broke or took too long before an answer`,
    cure: `look at ${name} and at the caller's deadline`,
  }
}

function describeUnseen({ client, callee }: Absence, { logs, trace }: Subject): Finding {
  const { span } = client.node
  const answer = statusCodeOf(span)
  const heading = {
    check: 'client-without-server' as const,
    what: `${callee ?? addressOf(span) ?? 'whoever was called'} answered${answer ? ` ${answer}` : ''} and sent no server span`,
    where: placeOf(span),
  }
  if (callee === undefined) return { ...heading, severity: 'note', ...untraced }
  const wrote = logs.some((line) => line.service === callee && line.traceId === trace.traceId)
  return { ...heading, severity: 'warning', ...(wrote ? unexported(callee) : unrecorded(callee)) }
}

const untraced = {
  cause: 'it is not traced: no trace at hand has a server span of it',
  cure: "nothing, if it is somebody else's; else load the SDK in it",
}

function unexported(callee: string) {
  return {
    cause: `${callee} took the context in (its log lines carry the trace id) and its spans were not exported`,
    cure: `look at OTEL_TRACES_EXPORTER, the endpoint and dropped spans of ${callee}`,
  }
}

function unrecorded(callee: string) {
  return {
    cause: `${callee} did not record it: its server instrumentation or its exporter is off, its sampler said no, or the spans are still on their way`,
    cure: `look at the instrumentations, the exporter and the sampler of ${callee}`,
  }
}
