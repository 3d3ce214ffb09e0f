import type { Attributes } from '../model.ts'
import { listOf, messageOf, recordOf } from '../shape.ts'
import { readAttributes } from './attributes.ts'
import { decodeOtlp, type OtlpRequest } from './decode.ts'
import { otlpMetricFields as fields } from './fields.ts'
import { InternedText } from './interned-text.ts'
import { jsonLeaves } from './leaves.ts'
import { readFields, readResource } from './read-fields.ts'
import { WireReader } from './wire-reader.ts'

const texts = new InternedText()

/** The resources of one ExportMetricsServiceRequest: who sent it, and nothing of what. */
export function decodeMetricResources(request: OtlpRequest): Attributes[] {
  return decodeOtlp(request, {
    message: 'ExportMetricsServiceRequest',
    fromProtobuf: readProtobuf,
    fromJson: (json) =>
      listOf(recordOf(json, ''), 'resourceMetrics', (resourceMetrics) =>
        readAttributes(messageOf(resourceMetrics, 'resource'), jsonLeaves),
      ),
  })
}

function readProtobuf(body: Uint8Array): Attributes[] {
  const reader = new WireReader(body, texts)
  const resources: Attributes[] = []
  readFields(reader, body.length, {
    [fields.request.resourceMetrics]: (end) => {
      const resource: Attributes = {}
      resources.push(resource)
      readFields(reader, end, {
        [fields.resourceMetrics.resource]: (stop) => readResource(reader, stop, resource),
      })
    },
  })
  return resources
}
