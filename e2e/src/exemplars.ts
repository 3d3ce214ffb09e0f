export interface ExemplarBucket {
  /** Seconds; the bucket holds what is greater than `above` and at most `upTo`. */
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
  const lines = text.split('\n').filter((line) => isOf(line, { name, labels }))
  const bounds = lines.map((line) => bound(line.match(/le="([^"]+)"/)?.[1]))
  return lines.flatMap((line, index) => {
    const exemplar = exemplarOf(line)
    return exemplar ? [{ above: bounds[index - 1] ?? 0, upTo: bounds[index] ?? 0, exemplar }] : []
  })
}

function isOf(line: string, { name, labels }: Series): boolean {
  const wanted = Object.entries(labels).map(([key, value]) => `${key}="${value}"`)
  return line.startsWith(`${name}_bucket{`) && wanted.every((label) => line.includes(label))
}

function bound(text = ''): number {
  return text === '+Inf' ? Number.POSITIVE_INFINITY : Number(text)
}

function exemplarOf(line: string): ExemplarBucket['exemplar'] | undefined {
  const found = / # \{trace_id="(\w+)",span_id="(\w+)"\} (\S+)/.exec(line)
  const [, traceId, spanId, value] = found ?? []
  return traceId && spanId ? { traceId, spanId, value: Number(value) } : undefined
}
