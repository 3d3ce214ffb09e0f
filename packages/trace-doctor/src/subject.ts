import { type Contract, parseSpanTree } from '@onetrace/span-tree'
import type { Trace } from '@onetrace/spans'
import { type Cut, findCuts } from './cuts.ts'
import { type Examined, examine } from './examined.ts'
import type { Finding } from './finding.ts'
import type { LogRecord } from './logs/log-record.ts'
import { findMessages, type Messages } from './messages.ts'
import { findOpenCalls, type OpenCall } from './open-calls.ts'

export interface DiagnoseRequest {
  trace: Trace
  /** Traces of the same time and of the same services: where lost calls went, and what is usual. */
  others?: Trace[] | undefined
  /** Lines of that time and of those services, with ids or without. */
  logs?: LogRecord[] | undefined
  /** Names of baggage entries that may travel; without it none is complained about. */
  allowedBaggage?: string[] | undefined
  /** What the trace should be, as text or parsed. */
  contract?: string | Contract | undefined
  /** Ids of traces that were asked for and that the backend does not have. */
  absentTraces?: string[] | undefined
  /**
   * The moment, in Unix nanoseconds, at which `others` held every trace that links to this one. Without
   * it nothing is said of messages that nobody took.
   */
  asOf?: bigint | undefined
}

/** What each check looks at. */
export interface Subject extends Examined {
  /** The trace itself, as the ends of open calls name it. */
  self: Examined
  others: Examined[]
  logs: LogRecord[]
  /** The calls of this trace without a server span below them, and those that began this trace. */
  openCalls: OpenCall[]
  /** The same of all traces. */
  allOpenCalls: OpenCall[]
  /** What is missing since a process was killed; told once, and by no other check. */
  cuts: Cut[]
  allowedBaggage: string[] | undefined
  contract: Contract | undefined
  absentTraces: string[]
  /** Of all traces. */
  messages: Messages
  asOf: bigint | undefined
}

export type Check = (subject: Subject) => Finding[]

export function toSubject(request: DiagnoseRequest): Subject {
  const { trace, others = [], logs = [], contract, allowedBaggage, absentTraces = [] } = request
  const examined = examine(trace)
  const rest = others.filter(({ traceId }) => traceId !== trace.traceId).map(examine)
  const allOpenCalls = findOpenCalls({ traces: [examined, ...rest], logs })
  const openCalls = allOpenCalls.filter((call) => touches(call, examined))
  const traces = [examined, ...rest]
  return {
    ...examined,
    self: examined,
    others: rest,
    logs,
    openCalls,
    allOpenCalls,
    cuts: findCuts({ trace: examined, traces, openCalls }),
    allowedBaggage,
    contract: typeof contract === 'string' ? parseSpanTree(contract) : contract,
    absentTraces,
    messages: findMessages([examined, ...rest]),
    asOf: request.asOf,
  }
}

function touches(call: OpenCall, trace: Examined): boolean {
  return call.client.trace === trace || ('server' in call && call.server.trace === trace)
}
