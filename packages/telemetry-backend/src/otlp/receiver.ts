import type { Span } from '@onetrace/spans'
import type { Counters } from '../counters.ts'
import { type Answer, answer } from '../http/answer.ts'
import type { ReadBody } from '../http/body.ts'
import { type Ask, createRouter } from '../http/router.ts'

interface Receiver {
  /** How many of them were refused, because their trace had left already. */
  addSpans(spans: Span[]): number
  counters: Counters
  readBody: ReadBody
  maxBodyBytes: number
}

/** Loaded with the first export: what an idle process does not hold, it need not compile. */
const otlp = () => import('@onetrace/spans/otlp')

/** OTLP/HTTP for traces, https://opentelemetry.io/docs/specs/otlp/#otlphttp */
export function createOtlpReceiver(receiver: Receiver) {
  const handle = async (ask: Ask) => withCors(ask, await answerTraces(ask, receiver))
  const notFound = answer(404, 'text/plain; charset=utf-8', '404 page not found\n')
  const unknown = (ask: Ask) => withCors(ask, notFound)
  // Its one route answers every method itself.
  return createRouter([{ path: '/v1/traces', handle }], unknown, () => notFound)
}

const why = 'their trace had left before they came: the backend keeps a bounded number'

async function answerTraces({ method, request }: Ask, receiver: Receiver): Promise<Answer> {
  if (method === 'OPTIONS') return answer(204, 'text/plain', '')
  const { answerExport } = await otlp()
  const readBody = () => receiver.readBody(request, receiver.maxBodyBytes)
  const contentType = request.headers['content-type'] ?? ''
  const { refused, ...answered } = await answerExport({ method, contentType, readBody }, (all) => {
    const spans = receiver.addSpans(all)
    return spans > 0 ? { spans, why } : undefined
  })
  if (refused !== undefined) receiver.counters.exportsRefused += 1
  return answered
}

/** A page of any origin may export its spans here, as with a collector set up for browsers. */
function withCors({ request }: Ask, given: Answer): Answer {
  if ('stream' in given) return given
  const cors = {
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'POST, OPTIONS',
    // By name, since `*` would leave Authorization out.
    'access-control-allow-headers': request.headers['access-control-request-headers'] ?? '*',
    'access-control-max-age': '600',
  }
  return { ...given, headers: { ...given.headers, ...cors } }
}
