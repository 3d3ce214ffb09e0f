/** What the same service is started with: its own environment on top of what all have. */
export interface Variant {
  name: string
  env: Record<string, string>
  /** Spans that each request sends; undefined where chance decides. */
  spansEach: number | undefined
}

const off = { OTEL_SDK_DISABLED: 'true' }
const without = (names: string) => ({ OTEL_NODE_DISABLED_INSTRUMENTATIONS: names })

/** The first is what the others are compared with. */
export const variants: Variant[] = [
  { name: 'off', env: off, spansEach: 0 },
  { name: 'channels', env: {}, spansEach: 2 },
  { name: 'stock', env: { SERVER_SPANS: 'stock' }, spansEach: 2 },
  {
    name: 'channels, 10 %',
    env: { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.1' },
    spansEach: undefined,
  },
  { name: 'channels, no export', env: { OTEL_TRACES_EXPORTER: 'none' }, spansEach: 0 },
  { name: 'channels, no pg', env: without('pg'), spansEach: 1 },
]
