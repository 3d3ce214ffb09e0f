import { type Attributes, type Context, context } from '@opentelemetry/api'
import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace'
import { listedBaggage } from './listed-baggage.ts'

/**
 * The keys that BAGGAGE_FIELDS names, separated by commas. No others are shown, since applications
 * put personal data into baggage.
 */
export function readBaggageFields({ BAGGAGE_FIELDS }: NodeJS.ProcessEnv): string[] {
  const keys = (BAGGAGE_FIELDS ?? '').split(',').map((key) => key.trim())
  return [...new Set(keys.filter(Boolean))]
}

/** `tenant` becomes `baggage.tenant`, on spans and on log lines alike. */
export function baggageFields(keys: readonly string[], from: Context = context.active()) {
  const fields: Record<string, string> = {}
  for (const [key, { value }] of listedBaggage(from, keys)) fields[`baggage.${key}`] = value
  return fields
}

/** Gives each span the listed entries of the baggage that is active when it starts. */
export class BaggageFields implements SpanProcessor {
  readonly #keys: readonly string[]

  constructor(keys: readonly string[]) {
    this.#keys = keys
  }

  onStart(span: Span, parent: Context): void {
    span.setAttributes(baggageFields(this.#keys, parent) satisfies Attributes)
  }

  onEnd(_span: ReadableSpan): void {}

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}
}
