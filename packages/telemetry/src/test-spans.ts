import { context, propagation, trace } from '@opentelemetry/api'
import { node } from '@opentelemetry/sdk-node'
import {
  AlwaysOnSampler,
  InMemorySpanExporter,
  type ReadableSpan,
  type Sampler,
  SimpleSpanProcessor,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace'

export interface SpanWorld {
  /** The spans that have ended, in the order of their ends. */
  ended: () => ReadableSpan[]
  /** The only span of this name. */
  named: (name: string) => ReadableSpan
}

export interface SpanWorldOptions {
  sampler?: Sampler
  processors?: SpanProcessor[]
}

/** Lends a tracer provider that keeps its spans in memory. */
export async function withSpans(
  fn: (world: SpanWorld) => unknown,
  { sampler = new AlwaysOnSampler(), processors = [] }: SpanWorldOptions = {},
): Promise<void> {
  const exporter = new InMemorySpanExporter()
  const spanProcessors = [...processors, new SimpleSpanProcessor({ exporter })]
  const provider = new node.NodeTracerProvider({ sampler, spanProcessors })
  provider.register()
  try {
    const ended = () => exporter.getFinishedSpans()
    await fn({ ended, named: (name) => onlyNamed(ended(), name) })
  } finally {
    for (const api of [trace, context, propagation]) api.disable()
    await provider.shutdown()
  }
}

function onlyNamed(spans: ReadableSpan[], name: string): ReadableSpan {
  const [span, ...others] = spans.filter((candidate) => candidate.name === name)
  if (span && others.length === 0) return span
  const names = spans.map((candidate) => candidate.name).join(', ')
  throw new Error(`expected one span named ${name}, got: ${names}`)
}
