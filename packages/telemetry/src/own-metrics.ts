import { Counter, Gauge, type OpenMetricsContentType, type Registry } from 'prom-client'

/** Metrics of a service's own business, beside those that every service has. */
export interface OwnMetrics {
  /**
   * Gauges that one read gives together, once for each scrape: name and help of each. While `read`
   * fails they are left out of the scrape, which itself goes on.
   */
  watchGauges: <Name extends string>(
    help: Readonly<Record<Name, string>>,
    read: () => Promise<Readonly<Record<Name, number>>>,
  ) => void
  /** A counter; what it gives counts one more. */
  countOf: <Label extends string>(counter: {
    /** Ends in `_total`. */
    name: string
    help: string
    labelNames: readonly Label[]
  }) => (labels: Readonly<Record<Label, string>>) => void
}

export function ownMetrics(registry: Registry<OpenMetricsContentType>): OwnMetrics {
  return {
    watchGauges(help, read) {
      const readOnce = sharedWhileUnderWay(read)
      for (const name of Object.keys(help) as (keyof typeof help)[]) {
        new Gauge({
          name,
          help: help[name],
          registers: [registry],
          async collect() {
            const values = await readOnce().catch(() => undefined)
            if (values) this.set(values[name])
            else this.remove()
          },
        })
      }
    },
    countOf(options) {
      const counter = new Counter({ ...options, registers: [registry] })
      return (labels) => counter.inc(labels)
    },
  }
}

/** All gauges of a scrape are collected at once, and so share what the first of them began. */
function sharedWhileUnderWay<T>(read: () => Promise<T>): () => Promise<T> {
  let underWay: Promise<T> | undefined
  return () => {
    underWay ??= read().finally(() => {
      underWay = undefined
    })
    return underWay
  }
}
