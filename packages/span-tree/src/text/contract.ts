import type { SpanKind } from '@onetrace/spans'

/** What a text asks of a trace: its roots and, below each line, the children of that span. */
export interface Contract {
  roots: Siblings
}

export interface Siblings {
  /** They start one after another in the order of the lines. */
  ordered: boolean
  /** Spans that no line asks for are allowed too. */
  open: boolean
  lines: Line[]
}

export interface Line {
  service: string
  name: string
  kind: SpanKind
  attributes: AttributeTest[]
  /** How many spans the line stands for. */
  count: { min: number; max: number }
  /** Whether the span's status has to be error. If this is false, it must not be error. */
  failed: boolean
  /** The span links to the line above it instead of being its child. */
  linked: boolean
  children: Siblings
}

/** Values are compared as text: a trace that went through Jaeger may have lost their types. */
export type AttributeTest =
  | { test: 'equals'; key: string; value: string }
  | { test: 'matches'; key: string; pattern: string; flags: string }
  | { test: 'is'; key: string; word: ValueWord }
  | { test: 'present'; key: string }
  | { test: 'absent'; key: string }

export const kinds: readonly SpanKind[] = ['internal', 'server', 'client', 'producer', 'consumer']

/** The words that stand for a value which differs from run to run. */
export const valueWords = {
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  int: /^-?\d+$/,
  hex: /^[0-9a-f]+$/i,
  duration: /^\d+(\.\d+)?\s?(ns|us|µs|ms|s|m|h)$/,
  any: /^/,
}

export type ValueWord = keyof typeof valueWords

/**
 * A deeper text is refused, and of a deeper trace only these levels are printed. The size of the
 * indentation grows with the square of the depth, and code that walks a contract may recurse.
 */
export const deepestLevel = 500
