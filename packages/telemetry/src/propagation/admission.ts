import {
  type Context,
  createContextKey,
  type SpanContext,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
  trace,
} from '@opentelemetry/api'
import { onlyListedBaggage } from '../listed-baggage.ts'
import { receivedHeader } from './received-header.ts'

/**
 * What becomes of the context that a caller sends: its trace goes on (and its sampling decision with
 * it), or a new trace begins that links to the caller's, or it is as if none had come.
 */
export const contextModes = ['continue', 'restart', 'ignore'] as const
export type ContextMode = (typeof contextModes)[number]

export interface Admission {
  mode: ContextMode
  /** The keys of the caller's baggage that are let in; what else came stays outside. */
  baggage: readonly string[]
}

/** Decides by the headers of a request, before there is a span of it. */
export type Admit = (header: (name: string) => string) => Admission

let admitted: Admit | undefined

/**
 * For a process at the public door: whose context is let in, and how much of it. Asked when the
 * context is read and not in a handler, since by then the server's span has its trace and its sampling
 * decision.
 */
export function admitContext(by: Admit | undefined): void {
  admitted = by
}

const restartedFrom = createContextKey('the caller whose trace was not continued')

/** The span of the caller, for the first span of a trace that was begun anew. */
export function callerOfRestart(parent: Context): SpanContext | undefined {
  if (trace.getSpanContext(parent)) return undefined // not the first span any more
  return parent.getValue(restartedFrom) as SpanContext | undefined
}

/** Around all propagators, so that a context in any form passes through the same door. */
export class AdmittingPropagator implements TextMapPropagator {
  readonly #inner: TextMapPropagator

  constructor(inner: TextMapPropagator) {
    this.#inner = inner
  }

  inject(context: Context, carrier: unknown, setter: TextMapSetter): void {
    this.#inner.inject(context, carrier, setter)
  }

  extract(context: Context, carrier: unknown, getter: TextMapGetter): Context {
    if (!admitted) return this.#inner.extract(context, carrier, getter)
    const { mode, baggage } = admitted((name) => receivedHeader(carrier, getter, name))
    if (mode === 'ignore') return context
    const received = onlyListedBaggage(this.#inner.extract(context, carrier, getter), baggage)
    return mode === 'continue' ? received : restarted(received)
  }

  fields(): string[] {
    return this.#inner.fields()
  }
}

function restarted(received: Context): Context {
  const caller = trace.getSpanContext(received)
  return caller ? trace.deleteSpan(received).setValue(restartedFrom, caller) : received
}
