import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Instrumentation } from '@opentelemetry/instrumentation'

export interface ChannelListener {
  /** The library, as OTEL_NODE_DISABLED_INSTRUMENTATIONS has it: `http`. */
  library: string
  channel: string
  onMessage: (message: unknown) => void
  setTracerProvider?: Instrumentation['setTracerProvider']
}

/**
 * An instrumentation that listens to a diagnostics channel and patches nothing: it works for
 * libraries that were loaded before it, and needs no loader hook.
 */
export function channelInstrumentation(listener: ChannelListener): Instrumentation {
  const { library, channel, onMessage, setTracerProvider = () => {} } = listener
  let enabled = false
  const turn = (on: boolean) => {
    if (on === enabled) return
    enabled = on
    if (on) subscribe(channel, onMessage)
    else unsubscribe(channel, onMessage)
  }
  return {
    instrumentationName: `@onetrace/instrumentation-${library}`,
    instrumentationVersion: version,
    enable: () => turn(true),
    disable: () => turn(false),
    setTracerProvider,
    setMeterProvider() {}, // metrics are prom-client's
    setConfig() {},
    getConfig: () => ({ enabled }), // the SDK enables at its start what is not
  }
}

/** This package's. */
export const version = '0.1.0'
