import { toJaegerTrace, toTraces } from '@onetrace/spans'
import { decodeOtlpTraces, OtlpDecodeError } from '@onetrace/spans/otlp'
import { type Answer, json } from '../http/answer.ts'
import { BodyError, type ReadBody } from '../http/body.ts'
import type { Ask } from '../http/router.ts'
import { v1Failure } from './v1-routes.ts'

export interface Upload {
  readBody: ReadBody
  maxBodyBytes: number
}

/** An OTLP file that someone opens in Jaeger's page: it comes back as v1, and is not stored. */
export async function transform(
  { request }: Ask,
  { readBody, maxBodyBytes }: Upload,
): Promise<Answer> {
  try {
    const body = await readBody(request, maxBodyBytes)
    const traces = toTraces(decodeOtlpTraces({ body, contentType: 'application/json' }))
    const data = traces.map((trace) => toJaegerTrace(trace, { raw: true }))
    return json({ data, total: 0, limit: 0, offset: 0, errors: null })
  } catch (error) {
    if (error instanceof BodyError) {
      return v1Failure(error.reason === 'busy' ? 503 : 400, error.message)
    }
    if (!(error instanceof OtlpDecodeError)) throw error
    return v1Failure(400, `cannot unmarshal OTLP: ${error.message}`)
  }
}
