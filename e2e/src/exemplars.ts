export interface ExemplarBucket {
  /** In seconds; the bucket holds durations greater than `above` and at most `upTo`. */
  above: number
  upTo: number
  exemplar: { traceId: string; spanId: string; value: number }
}

export interface Series {
  name: string
  labels: Record<string, string>
}

/** The buckets of one series that have an exemplar, from OpenMetrics text 1.0.0. */
export function bucketsOf(text: string, { name, labels }: Series): ExemplarBucket[] {
  let above = 0
  return text
    .split('\n')
    .filter((line) => isOf(line, { name, labels }))
    .flatMap((line) => {
      const bucket = { above, upTo: boundOf(line), exemplar: exemplarOf(line) }
      above = bucket.upTo
      return hasExemplar(bucket) ? [bucket] : []
    })
}

function isOf(line: string, { name, labels }: Series): boolean {
  const wanted = Object.entries(labels).map(([key, value]) => `${key}="${value}"`)
  return line.startsWith(`${name}_bucket{`) && wanted.every((label) => line.includes(label))
}

function boundOf(line: string): number {
  const [, bound] = /le="([^"]+)"/.exec(line) ?? []
  if (bound === undefined) throw new Error(`expected a bucket with a bound, got ${line}`)
  return bound === '+Inf' ? Number.POSITIVE_INFINITY : Number(bound)
}

function hasExemplar(bucket: {
  exemplar: ExemplarBucket['exemplar'] | undefined
}): bucket is ExemplarBucket {
  return bucket.exemplar !== undefined
}

function exemplarOf(line: string): ExemplarBucket['exemplar'] | undefined {
  const found = / # \{trace_id="(\w+)",span_id="(\w+)"\} (\S+)/.exec(line)
  const [, traceId, spanId, value] = found ?? []
  return traceId && spanId ? { traceId, spanId, value: Number(value) } : undefined
}
