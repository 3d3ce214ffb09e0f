import { escapeUnprintable } from '@onetrace/spans'

/** `note`: worth knowing, and nothing is wrong with the trace. */
export type Severity = 'error' | 'warning' | 'note'

export type CheckName =
  | 'cut-off'
  | 'orphan'
  | 'several-roots'
  | 'cycle'
  | 'lost-context'
  | 'rewritten-trace-id'
  | 'lost-sampled-flag'
  | 'client-without-server'
  | 'server-without-client'
  | 'clock-skew'
  | 'outlives-parent'
  | 'duplicate-id'
  | 'linked-trace'
  | 'message-without-context'
  | 'message-wrong-parent'
  | 'redelivery-new-trace'
  | 'message-not-taken'
  | 'log-without-ids'
  | 'log-astray'
  | 'baggage'
  | 'name-cardinality'
  | 'secret'
  | 'contract'

/** What is wrong in one place. Each part is some words without an end mark. */
export interface Finding {
  check: CheckName
  severity: Severity
  what: string
  /** The spans, traces or log lines. */
  where: string
  /** As likely as the data can tell. */
  cause: string
  /** What to change. */
  cure: string
}

const ranks: Record<Severity, number> = { error: 0, warning: 1, note: 2 }

/** The worst first, else in the order given. */
export function bySeverity(a: Finding, b: Finding): number {
  return ranks[a.severity] - ranks[b.severity]
}

/** Whether it is more than a note. */
export function isComplaint({ severity }: Finding): boolean {
  return severity !== 'note'
}

/** One line, whatever is in the names of spans. */
export function printFinding({ check, severity, what, where, cause, cure }: Finding): string {
  return escapeUnprintable(
    `${severity} ${check}: ${what} (${where}). Likely: ${cause}. To do: ${cure}.`,
  )
}
