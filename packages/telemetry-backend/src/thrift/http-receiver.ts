import type { Span } from '@onetrace/spans'
import type { Counters } from '../counters.ts'
import { type Answer, text } from '../http/answer.ts'
import { BodyError, type ReadBody } from '../http/body.ts'
import { type Ask, createRouter } from '../http/router.ts'
import { noteRefusal, type Refusals, senderOf } from '../refusal.ts'

export interface ThriftReceiver {
  addSpans(spans: Span[]): void
  counters: Counters
  refusals: Refusals
  readBody: ReadBody
  maxBodyBytes: number
}

/** Apache's own code stands behind it: loaded when the first batch comes. */
const thrift = () => import('@onetrace/spans/thrift')

const thriftTypes = ['application/x-thrift', 'application/vnd.apache.thrift.binary']

/** Jaeger's collector endpoint, https://www.jaegertracing.io/docs/latest/architecture/apis/ */
export function createThriftHttpReceiver(receiver: ThriftReceiver) {
  const handle = (ask: Ask) => answerBatch(ask, receiver)
  return createRouter(
    [{ method: 'POST', path: '/api/traces', handle }],
    () => text('404 page not found\n', 404),
    () => text('', 405),
  )
}

async function answerBatch({ request }: Ask, receiver: ThriftReceiver) {
  const refuse = (reason: string, status = 400): Answer => {
    receiver.counters.exportsRefused += 1
    noteRefusal(receiver.refusals, senderOf(request), reason)
    return text(`${reason}\n`, status)
  }
  const type = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  if (type === '') return refuse('Cannot parse content type: mime: no media type')
  if (!thriftTypes.includes(type)) return refuse(`Unsupported content type: ${type}`)
  const { batchToSpans, ThriftDecodeError } = await thrift()
  try {
    const body = await receiver.readBody(request, receiver.maxBodyBytes)
    receiver.addSpans(batchToSpans(body))
    return text('', 202)
  } catch (error) {
    if (!(error instanceof BodyError || error instanceof ThriftDecodeError)) throw error
    const busy = error instanceof BodyError && error.reason === 'busy'
    return refuse(`Unable to process request body: ${error.message}`, busy ? 503 : 400)
  }
}
