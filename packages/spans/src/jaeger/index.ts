/** What Jaeger's query API answers, asked for or out of a file. It runs in browsers, too. */
export type { JaegerServer } from './ask.ts'
export { fetchTrace, type TraceRequest } from './fetch-trace.ts'
export { JaegerError } from './jaeger-error.ts'
export { fetchLinkingIds } from './linking.ts'
export { readJaegerTraces, readJaegerV3 } from './read.ts'
export { listServices, searchTraces, type TraceSearch } from './search.ts'
export { fetchSummaries, type SummaryRequest } from './trace-summaries.ts'
