import { readFileSync } from 'node:fs'
import type { FleetUrls } from '@onetrace/dev'
import { compareSpanTree, parseSpanTree, printDifference } from '@onetrace/span-tree'
import type { Trace } from '@onetrace/spans'
import { fetchTrace } from '@onetrace/spans/jaeger'
import {
  diagnose,
  type Finding,
  fetchLogs,
  isComplaint,
  printFinding,
} from '@onetrace/trace-doctor'
import type { Attempt } from './shop.ts'

const contract = (file: string) =>
  parseSpanTree(readFileSync(new URL(file, import.meta.url), 'utf8'))

const placed = contract('../trees/place-order.tree')
const redelivered = contract('redelivered.tree')
const replayed = contract('../trees/duplicate-order.tree')

export interface Kill {
  /** Of the round before: who was killed now may have sent nothing in this one. */
  earlier: Trace[]
  victim: string
  /** Unix nanoseconds. */
  at: bigint
}

export interface Judged {
  traces: Trace[]
  whole: number
  /** Traces that a kill cut off, and that the doctor calls so. */
  cutOff: number
  /** What is wrong, in a sentence each. */
  faults: string[]
}

/** Whether each trace is whole, or the doctor says that the kill of this round cut it off. */
export async function judgeTraces(
  urls: FleetUrls,
  attempts: Attempt[],
  kill: Kill,
): Promise<Judged> {
  const traces = new Map<string, Trace>()
  for (const { traceId } of attempts) {
    traces.set(traceId, await fetchTrace({ url: urls.query, traceId }))
  }
  const judged: Judged = { traces: [...traces.values()], whole: 0, cutOff: 0, faults: [] }
  for (const attempt of attempts) {
    const trace = traces.get(attempt.traceId)
    if (!trace) continue
    const others = [...kill.earlier, ...traces.values()]
    const faults = isAsUsual(attempt, trace)
      ? []
      : await judgeTrace({ attempt, trace, others, urls, kill })
    if (faults === 'cut off') judged.cutOff += 1
    else if (faults.length === 0) judged.whole += 1
    else judged.faults.push(...faults.map((fault) => `trace ${attempt.traceId}: ${fault}`))
  }
  return judged
}

const matches = (wanted: typeof placed, trace: Trace) =>
  compareSpanTree(wanted, trace).findings.length === 0

function isAsUsual(attempt: Attempt, trace: Trace): boolean {
  return attempt.status === 201 && matches(attempt.replayed ? replayed : placed, trace)
}

interface Suspicious {
  attempt: Attempt
  trace: Trace
  others: Trace[]
  urls: FleetUrls
  kill: Kill
}

async function judgeTrace({ attempt, trace, others, urls, kill }: Suspicious) {
  const { traceId } = trace
  const start = trace.spans.reduce((least, span) => min(least, span.startTime), kill.at)
  const logs = await fetchLogs({ url: urls.loki, traceId, start: start - 1_000_000_000n })
  const findings = diagnose({ trace, others, logs }).filter(isComplaint)
  const cuts = findings.filter(({ check }) => check === 'cut-off')
  const faults = [
    ...findings.filter((finding) => !cuts.includes(finding)).map(printFinding),
    ...cuts
      .filter((cut) => !isKillOf(cut, kill))
      .map((cut) => `blamed wrongly: ${printFinding(cut)}`),
  ]
  if (faults.length > 0) return faults
  if (cuts.length > 0) return 'cut off'
  if (attempt.status !== 201) return []
  const usual = attempt.replayed ? replayed : redelivered
  const comparison = compareSpanTree(usual, trace)
  if (comparison.findings.length === 0) return []
  const difference = printDifference(comparison, { color: false })
  return [`it is no order that was placed, and nothing was cut off. ${difference}`]
}

function isKillOf({ what }: Finding, { victim }: Kill): boolean {
  return what.startsWith(`${victim} was killed`)
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}
