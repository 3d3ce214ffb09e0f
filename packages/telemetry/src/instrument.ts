import type { Attributes, AttributeValue, SpanOptions } from '@opentelemetry/api'
import { withSpan } from './with-span.ts'

export interface InstrumentOptions<A extends unknown[]> extends SpanOptions {
  /**
   * Makes attributes of chosen arguments; the others are not recorded, as they may hold secrets.
   */
  fields?: (...args: A) => Record<string, AttributeValue | undefined>
  /** Span name; default: the function's own. */
  name?: string
}

/**
 * Wraps a function so that each call runs in a span named after it.
 *
 * @throws {TypeError} when the function has no name and none is given
 * @example const chargeCard = instrument(charge, { fields: (order) => ({ 'order.id': order.id }) })
 */
export function instrument<This, A extends unknown[], R>(
  fn: (this: This, ...args: A) => R,
  { fields, name = fn.name, ...options }: InstrumentOptions<A> = {},
): (this: This, ...args: A) => R {
  if (!name) throw new TypeError('instrument: expected a named function or { name }, got neither')
  function instrumented(this: This, ...args: A): R {
    const attributes = { ...options.attributes, ...chosen(fields?.(...args)) }
    return withSpan(name, { ...options, attributes }, () => fn.apply(this, args))
  }
  return Object.defineProperty(instrumented, 'name', { value: name })
}

function chosen(fields: Record<string, AttributeValue | undefined> = {}): Attributes {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}
