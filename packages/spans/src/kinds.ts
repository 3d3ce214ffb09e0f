import type { Span, SpanKind } from './model.ts'

/** By OTLP's numbers; what is none of these counts as internal, as the specification allows. */
const byNumber: (SpanKind | undefined)[] = [
  undefined,
  'internal',
  'server',
  'client',
  'producer',
  'consumer',
]

export function kindOf(number: number): SpanKind | undefined {
  return byNumber[number]
}

export function numberOf({ kind, kindNumber }: Pick<Span, 'kind' | 'kindNumber'>): number {
  return kindNumber ?? byNumber.indexOf(kind)
}

export function isKind(value: unknown): value is SpanKind {
  return typeof value === 'string' && byNumber.includes(value as SpanKind)
}

/** The kind that the sender gave, if any. */
export function sentKind({ kind, kindNumber }: Pick<Span, 'kind' | 'kindNumber'>) {
  return kindNumber === undefined ? kind : undefined
}
