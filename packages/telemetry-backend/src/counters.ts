/** What came in, and everything that was lost and why. */
export interface Counters {
  spansReceived: number
  spansDuplicate: number
  spansEvicted: number
  tracesEvicted: number
  /** Spans of a trace that had left already. */
  spansLate: number
  exportsRefused: number
  metricExportsIgnored: number
  bodiesRefused: number
  packetsRefused: number
  logLinesRead: number
  logLinesPushed: number
  logLinesRefused: number
  logLinesDuplicate: number
  logLinesPlain: number
  logLinesCut: number
  logLinesEvicted: number
  liveClientsDropped: number
  remotePollsFailed: number
  scrapesMade: number
  scrapesFailed: number
}

export const counterHelp: Record<keyof Counters, string> = {
  spansReceived: 'Spans taken in, duplicates and late ones included.',
  spansDuplicate: 'Spans that were sent a second time and kept once.',
  spansEvicted: 'Spans that left with their trace because a limit was reached.',
  tracesEvicted: 'Traces that left because a limit was reached.',
  spansLate: 'Spans that came after their trace had left, and were not kept.',
  exportsRefused: 'Exports answered with an error and not stored.',
  metricExportsIgnored: 'Exports of metrics that were answered and not kept.',
  bodiesRefused: 'Requests answered 503 because too many bodies were under way at once.',
  packetsRefused: 'Datagrams that were no batch of Jaeger spans.',
  logLinesRead: 'Log lines read from files.',
  logLinesPushed: 'Log lines taken in over the Loki push API and by OTLP.',
  logLinesRefused: 'Pushed log lines that a limit of Loki refused.',
  logLinesDuplicate:
    'Log lines that came a second time, with one text at one time, and were kept once.',
  logLinesPlain: 'Log lines that were not JSON objects, stored as they are.',
  logLinesCut: 'Log lines that were longer than the limit and stored cut.',
  logLinesEvicted: 'Log lines that left because the limit was reached.',
  liveClientsDropped: 'Live streams that were closed because their reader was too slow.',
  remotePollsFailed: 'Times that the Jaeger elsewhere was asked for new traces and did not answer.',
  scrapesMade: 'Scrapes of /metrics of the services, failed ones included.',
  scrapesFailed: 'Scrapes that got no metrics.',
}

export function createCounters(): Counters {
  const names = Object.keys(counterHelp) as (keyof Counters)[]
  return Object.fromEntries(names.map((name) => [name, 0])) as unknown as Counters
}
