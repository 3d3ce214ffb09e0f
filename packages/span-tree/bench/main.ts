/** What parsing, comparing and printing cost by the size of a trace; `pnpm bench`. */
import { compareSpanTree, parseSpanTree, printTrace, type Trace } from '../src/index.ts'
import { batchTrace, familyContract, familyTrace } from './traces.ts'

const sizes = [10, 1_000, 100_000]

const steps: Record<string, (text: string, trace: Trace) => unknown> = {
  parse: (text) => parseSpanTree(text),
  compare: (text, trace) => compareEqual(text, trace),
  print: (_, trace) => printTrace(trace),
}

console.log('span-tree: best of several runs, and its part for each span')
printRow('spans', sizes.map(String))
for (const [name, run] of Object.entries(steps)) {
  const cells = sizes.map((size) => {
    const trace = batchTrace(size)
    const text = printTrace(trace)
    const ms = measure(() => run(text, trace))
    return `${ms.toFixed(2)} ms (${((ms * 1000) / size).toFixed(1)} us)`
  })
  printRow(name, cells)
}
for (const distinct of [false, true]) {
  const cells = sizes.slice(0, 2).map((size) => {
    const [text, trace] = [familyContract(size, distinct), familyTrace(size)]
    return `${measure(() => compareEqual(text, trace)).toFixed(2)} ms`
  })
  printRow(distinct ? 'siblings, a line each' : 'siblings, one line', cells)
}

function compareEqual(text: string, trace: Trace): void {
  const { findings } = compareSpanTree(parseSpanTree(text), trace)
  if (findings.length > 0) throw new Error(`expected no finding, got ${findings.length}`)
}

/** The best of at least two runs, and of as many as half a second takes. */
function measure(run: () => unknown): number {
  let best = Number.POSITIVE_INFINITY
  const end = performance.now() + 500
  for (let runs = 0; runs < 2 || performance.now() < end; runs++) {
    const started = performance.now()
    run()
    best = Math.min(best, performance.now() - started)
  }
  return best
}

function printRow(name: string, cells: string[]): void {
  console.log(name.padEnd(22) + cells.map((cell) => cell.padStart(24)).join(''))
}
