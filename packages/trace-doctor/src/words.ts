/** How findings speak of spans, times and numbers. */

import { printName, printService, shorten } from '@onetrace/span-tree'
import type { Span } from '@onetrace/spans'
import { hideSecrets } from './secret-patterns.ts'

export interface Advice {
  cause: string
  cure: string
}

const longestName = 80

type Named = Pick<Span, 'service' | 'name' | 'kind'>

/** `orders: GET [client]` */
export function labelOf({ service, name, kind }: Named): string {
  const label = `${printService(service)}: ${printName(shorten(hideSecrets(name), longestName))}`
  return kind === 'internal' ? label : `${label} [${kind}]`
}

/** `orders: GET [client] cee185b045cfc0b6` */
export function placeOf(span: Span): string {
  return `${labelOf(span)} ${span.spanId}`
}

/** The first of them, and how many more. */
export function placesOf(spans: Span[], most = 3): string {
  const named = spans.slice(0, most).map(placeOf).join(', ')
  return spans.length > most ? `${named} and ${spans.length - most} more` : named
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

export function milliseconds(nanoseconds: bigint): string {
  const value = Number(nanoseconds) / 1e6
  return `${value.toFixed(Math.abs(value) < 10 ? 1 : 0)} ms`
}

export function years(nanoseconds: bigint): string {
  return count(Number(nanoseconds / 31_556_952_000_000_000n), 'year')
}

/** `a`, `a and b`, `a, b and c` */
export function listed(names: Iterable<string>): string {
  const all = [...new Set(names)]
  const last = all.pop() ?? ''
  return all.length > 0 ? `${all.join(', ')} and ${last}` : last
}
