import type { Span } from '@onetrace/spans'
import { expectsServer } from '../call.ts'

/** Whether a span is an end of a hop. */
export function isBorder(span: Span): boolean {
  return isEntry(span) || expectsServer(span)
}

/** Whether a request or a message came into a service as this span. */
export function isEntry({ kind }: Span): boolean {
  return kind === 'server' || kind === 'consumer'
}
