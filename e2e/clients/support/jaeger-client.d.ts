/** The part of Jaeger's client that the tests use; it brings no types. */
declare module 'jaeger-client' {
  export interface Span {
    context(): { traceIdStr: string; spanIdStr: string }
    log(fields: Record<string, unknown>, timestampMs: number): void
    finish(timestampMs: number): void
  }

  export interface Tracer {
    startSpan(
      name: string,
      options: { childOf?: Span; startTime: number; tags?: Record<string, unknown> },
    ): Span
    close(done: () => void): void
  }

  export function initTracer(
    config: {
      serviceName: string
      sampler: { type: 'const'; param: 1 }
      reporter: { agentHost: string; agentPort: number } | { collectorEndpoint: string }
    },
    options: { tags?: Record<string, unknown>; traceId128bit?: boolean },
  ): Tracer
}
