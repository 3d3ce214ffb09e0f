export function middle(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

export function report(what: string, value: string): void {
  process.stdout.write(`${what.padEnd(52)}${value}\n`)
}
