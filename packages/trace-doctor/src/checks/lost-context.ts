import type { Finding } from '../finding.ts'
import type { Subject } from '../subject.ts'
import { judge } from '../suspects.ts'
import { placeOf } from '../words.ts'

/** A call whose server span began a trace of its own. */
export function checkLostContext({ openCalls, allOpenCalls, self, others }: Subject): Finding[] {
  return openCalls.flatMap((call) => {
    if (call.fate !== 'lost') return []
    const { client, server, rivals } = call
    const doubt = rivals > 0 ? `, or one of ${rivals} more that fit in time` : ''
    const { service, traceId } = server.node.span
    const traces = `trace ${traceId} instead of continuing ${client.node.span.traceId}`
    return {
      check: 'lost-context',
      severity: 'error',
      what: `${service} began ${traces}`,
      where: `${placeOf(client.node.span)} -> ${placeOf(server.node.span)}${doubt}`,
      ...judge(call, allOpenCalls, [self, ...others]),
    }
  })
}
