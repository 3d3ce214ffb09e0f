/** What a finding is shown by, and small changes to recorded traces that show it. */
import type { Span } from '@onetrace/spans'
import type { CheckName, Severity } from '../finding.ts'
import type { DiagnoseRequest } from '../subject.ts'

export interface Case {
  check: CheckName
  severity?: Severity
  shown: () => DiagnoseRequest
  /** What each of its findings says. */
  says: RegExp[]
  /** Looks alike and is good. */
  nearMiss: () => DiagnoseRequest
}

type Change = (span: Span) => Partial<Span>

export const ms = 1_000_000n

export function shifted(span: Span, by: bigint): Partial<Span> {
  return { startTime: span.startTime + by, endTime: span.endTime + by }
}

export const inUsers = (change: Change) => (span: Span) =>
  span.service === 'users' ? change(span) : undefined

export const named = (name: string, change: Change) => (span: Span) =>
  span.name === name ? change(span) : undefined

export const withAttributes = (attributes: Span['attributes']) =>
  named('auth_check', (span) => ({ attributes: { ...span.attributes, ...attributes } }))

export function linkTo({ traceId, spanId }: Span): Pick<Span, 'links'> {
  return { links: [{ traceId, spanId, attributes: {} }] }
}
