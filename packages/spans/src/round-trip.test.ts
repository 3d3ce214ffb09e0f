import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyRequest, canonical, toJson, toProtobuf } from './generated/index.ts'
import { decodeOtlpTraces } from './otlp/index.ts'
import { toResourceSpans } from './otlp/write-json.ts'

const json = (text: string) =>
  decodeOtlpTraces({ body: Buffer.from(text), contentType: 'application/json' })
const protobuf = (body: Uint8Array) =>
  decodeOtlpTraces({ body, contentType: 'application/x-protobuf' })

test('whatever OTLP can say is given back as it was said, in every encoding', () => {
  fc.assert(
    fc.property(anyRequest, ({ request }) => {
      const sent = canonical(request.resourceSpans)

      const given = [
        json(toJson(request, 'text')),
        json(toJson(request, 'numbers')),
        protobuf(toProtobuf(request)),
      ].map((spans) => canonical(JSON.parse(JSON.stringify(toResourceSpans(spans)))))

      expect(given).toEqual([sent, sent, sent])
    }),
    { numRuns: 200 },
  )
})
