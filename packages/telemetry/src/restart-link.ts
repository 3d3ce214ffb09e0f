import type { Context } from '@opentelemetry/api'
import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace'
import { callerOfRestart } from './propagation/admission.ts'

/** Links the first span of a trace that was begun anew to the caller's span. */
export class RestartLink implements SpanProcessor {
  onStart(span: Span, parent: Context): void {
    const caller = callerOfRestart(parent)
    if (caller) span.addLink({ context: caller })
  }

  onEnd(_span: ReadableSpan): void {}

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}
}
