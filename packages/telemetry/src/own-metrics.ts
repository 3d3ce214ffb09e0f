import { Counter, Gauge, type OpenMetricsContentType, type Registry } from 'prom-client'

/** Metrics of a service's own business, beside those that every service has. */
export interface OwnMetrics {
  /**
   * Gauges, by name and help, whose values come together from one `read` for each scrape. When
   * `read` fails, the scrape goes on without them.
   */
  watchGauges: <Name extends string>(
    help: Readonly<Record<Name, string>>,
    read: () => Promise<Readonly<Record<Name, number>>>,
  ) => void
  /** Makes a counter, and gives a function that counts one more. */
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

/** A scrape collects all gauges at once, so they share the read that the first of them began. */
function sharedWhileUnderWay<T>(read: () => Promise<T>): () => Promise<T> {
  let underWay: Promise<T> | undefined
  return () => {
    underWay ??= read().finally(() => {
      underWay = undefined
    })
    return underWay
  }
}
