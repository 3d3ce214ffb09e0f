import type { Value } from './values.ts'

export type Node =
  | { kind: 'text'; text: string }
  | { kind: 'action'; pipeline: Pipeline }
  | { kind: 'if' | 'with' | 'range'; pipeline: Pipeline; body: Node[]; otherwise: Node[] }
  | { kind: 'break' | 'continue' }

export interface Pipeline {
  /** `$x :=` declares, `$x =` sets; `range` may have two. */
  variables: string[]
  declares: boolean
  commands: Operand[][]
}

export type Operand =
  | { kind: 'value'; value: Value }
  | { kind: 'dot'; fields: string[] }
  | { kind: 'variable'; name: string; fields: string[] }
  | { kind: 'function'; name: string }
  | { kind: 'pipeline'; pipeline: Pipeline; fields: string[] }
