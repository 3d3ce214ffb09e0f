import { type Answer, answer } from '../http/answer.ts'
import type { ReadBody } from '../http/body.ts'
import { type Ask, createRouter } from '../http/router.ts'
import { senderOf } from '../refusal.ts'
import type { Signals, TakeExport } from './signals.ts'

interface Receiver {
  signals: Signals
  readBody: ReadBody
  maxBodyBytes: number
}

/** OTLP/HTTP, https://opentelemetry.io/docs/specs/otlp/#otlphttp */
export function createOtlpReceiver({ signals, ...body }: Receiver) {
  const notFound = answer(404, 'text/plain; charset=utf-8', '404 page not found\n')
  const unknown = (ask: Ask) => withCors(ask, notFound)
  const routes = Object.entries(signals).map(([signal, take]) => ({
    path: `/v1/${signal}`,
    handle: async (ask: Ask) => withCors(ask, await answerSignal(ask, { ...body, take })),
  }))
  // Each route answers every method itself.
  return createRouter(routes, unknown, () => notFound)
}

async function answerSignal(
  { method, request }: Ask,
  { take, readBody, maxBodyBytes }: Omit<Receiver, 'signals'> & { take: TakeExport },
): Promise<Answer> {
  if (method === 'OPTIONS') return answer(204, 'text/plain', '')
  const contentType = request.headers['content-type'] ?? ''
  const read = () => readBody(request, maxBodyBytes)
  const { refused: _, ...answered } = await take(
    { method, contentType, readBody: read },
    senderOf(request),
  )
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
