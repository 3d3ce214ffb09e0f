/** What the doctor wants to know besides the trace: the traces around it, and what services wrote. */

import { summarize, type Trace } from '@onetrace/spans'
import {
  fetchTrace,
  JaegerError,
  listServices,
  searchTraces,
  type TraceSearch,
} from '@onetrace/spans/jaeger'
import { byTime, type LogRecord } from '../logs/log-record.ts'
import type { DiagnoseRequest } from '../subject.ts'
import type { Terminal, Values } from './command.ts'
import { fetchLinked, fetchOrigins } from './linked.ts'
import { readLogs, readLogsAround } from './read-logs.ts'
import { jaegerUrl } from './server.ts'

const second = 1_000_000_000n
/** A lost hop began another trace within the time of its call; clocks may differ a little. */
const around = 2n * second
/** What is usual shows in the traces of the last quarter of an hour. */
const before = 900n * second
/** Who was killed has a successor by then. */
const after = 60n * second
const mostServices = 40
const mostTraces = 50

/** For each of these traces; what stands around them is asked for once. */
export async function gather(
  traces: Trace[],
  values: Values,
  to: Terminal,
): Promise<DiagnoseRequest[]> {
  const url = jaegerUrl(values, to.env)
  const around = await findOthers(traces, url)
  const requests: DiagnoseRequest[] = []
  for (const trace of traces) {
    const { others, asOf } = await withLinked(trace, around, url)
    const request = { trace, others, ...(asOf !== undefined && { asOf }) }
    requests.push(values['no-logs'] ? request : await withLogs(request, url, { values, to }))
  }
  return requests
}

async function withLogs(
  request: DiagnoseRequest & { others: Trace[] },
  url: string,
  from: { values: Values; to: Terminal },
): Promise<DiagnoseRequest> {
  const { trace, others } = request
  const logs = await gatherLogs(trace, others, from)
  return { ...request, logs, absentTraces: await findAbsent(logs, [trace, ...others], url) }
}

/** What goes on from a trace may come much later, and what it goes on from long before. */
async function withLinked(trace: Trace, around: Trace[], url: string) {
  const { traces, known } = await fetchLinked(url, trace)
  const origins = await fetchOrigins(url, trace)
  const all = [...around, ...traces, ...origins.flatMap(({ origin }) => origin ?? [])]
  const others = [...new Map(all.map((other) => [other.traceId, other])).values()]
  return { others, asOf: known ? BigInt(Date.now()) * 1_000_000n : undefined }
}

async function findOthers(traces: Trace[], url: string): Promise<Trace[]> {
  const summaries = traces.map(summarize)
  const start = least(summaries.map((summary) => summary.start))
  const end = -least(summaries.map((summary) => -summary.end))
  const own = summaries.flatMap(({ services }) => services)
  const services = [...new Set([...own, ...(await listServices({ url }))])].slice(0, mostServices)
  const searches = services.flatMap((service) => [
    { service, start: sinceEpoch(start - around), end: end + around },
    { service, start: sinceEpoch(start - before), end: start },
  ])
  const found = await Promise.all([
    ...searches.map((search) => searchTraces({ url, limit: mostTraces, ...search })),
    ...services.map((service) => searchAll({ url, service, start: end, end: end + after })),
  ])
  const unique = new Map([...found.flat(), ...traces].map((other) => [other.traceId, other]))
  return [...unique.values()]
}

/** Some of them would not do: a process of which the last spans are left out looks like a killed one. */
async function searchAll(search: Omit<TraceSearch, 'limit'>): Promise<Trace[]> {
  const found = await searchTraces({ ...search, limit: mostTraces })
  return found.length < mostTraces ? found : []
}

/** A span without a start is at 0, and there is no time before it to ask for. */
function sinceEpoch(time: bigint): bigint {
  return time > 0n ? time : 0n
}

function least(times: bigint[]): bigint {
  return times.reduce((a, b) => (b < a ? b : a))
}

async function gatherLogs(
  trace: Trace,
  others: Trace[],
  { values, to }: { values: Values; to: Terminal },
): Promise<LogRecord[]> {
  const own = await readLogs(trace, values, to)
  const { start, end } = summarize(trace)
  const within = others.filter((other) => {
    const times = summarize(other)
    return times.start >= start && times.end <= end
  })
  const all = await readLogsAround([trace, ...within], values, to)
  const foreign = all.filter(({ traceId }) => traceId !== trace.traceId)
  return [...own, ...foreign].sort(byTime)
}

const mostAsked = 20

/** Lines of the same moment may name traces that the searches did not bring; those are asked for. */
async function findAbsent(logs: LogRecord[], known: Trace[], url: string): Promise<string[]> {
  const have = new Set(known.map(({ traceId }) => traceId))
  const named = new Set(logs.flatMap(({ traceId }) => traceId ?? []))
  const unknown = [...named].filter((id) => !have.has(id)).slice(0, mostAsked)
  const absent = await Promise.all(unknown.map((traceId) => isAbsent(url, traceId)))
  return unknown.filter((_, i) => absent[i])
}

async function isAbsent(url: string, traceId: string): Promise<boolean> {
  try {
    await fetchTrace({ url, traceId })
    return false
  } catch (error) {
    if (error instanceof JaegerError) return error.reason === 'not-found'
    throw error
  }
}
