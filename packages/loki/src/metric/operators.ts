const arithmetic = {
  '+': (a: number, b: number) => a + b,
  '-': (a: number, b: number) => a - b,
  '*': (a: number, b: number) => a * b,
  '/': (a: number, b: number) => (b === 0 ? Number.NaN : a / b), // as in Loki, not in Prometheus
  '%': (a: number, b: number) => a % b,
  '^': (a: number, b: number) => a ** b,
}

const comparison = {
  '==': (a: number, b: number) => a === b,
  '!=': (a: number, b: number) => a !== b,
  '>': (a: number, b: number) => a > b,
  '>=': (a: number, b: number) => a >= b,
  '<': (a: number, b: number) => a < b,
  '<=': (a: number, b: number) => a <= b,
}

const sets = ['and', 'or', 'unless'] as const

export type SetOperator = (typeof sets)[number]
export type ValueOperator = keyof typeof arithmetic | keyof typeof comparison
export type BinaryOperator = SetOperator | ValueOperator

export function isBinaryOperator(text: string): text is BinaryOperator {
  return Object.hasOwn(arithmetic, text) || isComparison(text) || isSetOperator(text)
}

export function isSetOperator(op: string): op is SetOperator {
  return (sets as readonly string[]).includes(op)
}

/** An operator that binds tighter has a higher rank. */
export function rankOf(op: BinaryOperator): number {
  if (op === '^') return 6
  if (op === '*' || op === '/' || op === '%') return 5
  if (op === '+' || op === '-') return 4
  if (isComparison(op)) return 3
  return op === 'or' ? 1 : 2
}

interface Operands {
  a: number
  b: number
  /** Whether a comparison gives 0 or 1 instead of filtering. */
  bool: boolean
  /** The value that a comparison gives when it holds. */
  kept?: number
}

/** The result; undefined where a comparison does not hold. */
export function operate(op: ValueOperator, { a, b, bool, kept = a }: Operands): number | undefined {
  if (!isComparison(op)) return arithmetic[op](a, b)
  const holds = comparison[op](a, b)
  if (bool) return holds ? 1 : 0
  return holds ? kept : undefined
}

function isComparison(op: string): op is keyof typeof comparison {
  return Object.hasOwn(comparison, op)
}
