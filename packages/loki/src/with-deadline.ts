import { LokiError } from './loki-error.ts'

const limitMs = 10_000
let endsAt = Number.POSITIVE_INFINITY

/** A query holds the whole process while it runs, so it may not run for long. */
export function withDeadline<T>(work: () => T, ms = limitMs): T {
  endsAt = performance.now() + ms
  try {
    return work()
  } finally {
    endsAt = Number.POSITIVE_INFINITY
  }
}

/** Work that goes through many lines asks now and then. */
export function checkDeadline(): void {
  if (performance.now() < endsAt) return
  throw new LokiError(
    'the query took too long: narrow its selector or its time, or make its regular expressions simpler',
    { status: 504 },
  )
}
