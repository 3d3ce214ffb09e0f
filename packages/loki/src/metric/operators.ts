const arithmetic = {
  '+': (a: number, b: number) => a + b,
  '-': (a: number, b: number) => a - b,
  '*': (a: number, b: number) => a * b,
  // By zero is NaN in Loki, and NaN is no point here.
  '/': (a: number, b: number) => (b === 0 ? Number.NaN : a / b),
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

export type BinaryOperator = keyof typeof arithmetic | keyof typeof comparison

export function isBinaryOperator(text: string): text is BinaryOperator {
  return Object.hasOwn(arithmetic, text) || Object.hasOwn(comparison, text)
}

/** What binds tighter ranks higher. */
export function rankOf(op: BinaryOperator): number {
  if (op === '^') return 4
  if (op === '*' || op === '/' || op === '%') return 3
  return isArithmetic(op) ? 2 : 1
}

/** NaN is "no point": a comparison that fails removes the point, with `bool` it gives 0 or 1. */
export function operate(
  op: BinaryOperator,
  { a, b, bool }: { a: number; b: number; bool: boolean },
): number {
  if (isArithmetic(op)) return arithmetic[op](a, b)
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.NaN
  const holds = comparison[op](a, b)
  if (bool) return holds ? 1 : 0
  return holds ? a : Number.NaN
}

function isArithmetic(op: BinaryOperator): op is keyof typeof arithmetic {
  return Object.hasOwn(arithmetic, op)
}
