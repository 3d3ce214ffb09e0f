/**
 * `pnpm bench` measures the CPU time of parsing, comparing and printing, for traces of several
 * sizes.
 */
import { compareSpanTree, parseSpanTree, printTrace, type Trace } from '../src/index.ts'
import {
  batchTrace,
  changePlaces,
  familyContract,
  familyTrace,
  overlappingContract,
  withOneWrong,
} from './traces.ts'

interface Sample {
  text: string
  trace: Trace
}

const sizes = [10, 1_000, 10_000, 100_000]
const batches = sizes.map((size) => {
  const trace = batchTrace(size)
  return { size, trace, text: printTrace(trace) }
})

console.log('span-tree: CPU time, best of several runs, and its part for each span')
printRow('spans', sizes.map(String))
printBatches('parse', ({ text }) => parseSpanTree(text))
printBatches('compare', (sample) => compare(sample, 0))
for (const places of [1, 3]) {
  const changed = batches.map((batch) => ({ ...batch, trace: changePlaces(batch.trace, places) }))
  printBatches(`compare, ${places} changed`, (sample) => compare(sample, places), changed)
}
printBatches('print', ({ trace }) => printTrace(trace))
for (const distinct of [false, true]) {
  const families = sizes.map((size) => {
    return { size, trace: familyTrace(size), text: familyContract(size, distinct) }
  })
  const name = distinct ? 'siblings, a line each' : 'siblings, one line'
  printBatches(name, (sample) => compare(sample, 0), families)
}
console.log()
const crowds = [1_000, 6_000].map((size) => {
  return { size, trace: familyTrace(size + 1), text: overlappingContract(size) }
})
printRow(
  'siblings',
  crowds.map(({ size }) => String(size)),
)
printBatches('overlapping lines', (sample) => compare(sample, 0), crowds)
const wrong = crowds.map((crowd) => ({ ...crowd, trace: withOneWrong(crowd.trace) }))
printBatches('the same, one wrong', (sample) => compare(sample, 1), wrong)

function compare({ text, trace }: Sample, expected: number): void {
  const { findings } = compareSpanTree(parseSpanTree(text), trace)
  if (findings.length !== expected) {
    throw new Error(`expected ${expected} findings, got ${findings.length}`)
  }
}

function printBatches(
  name: string,
  run: (sample: Sample) => unknown,
  samples: (Sample & { size: number })[] = batches,
): void {
  const cells = samples.map(({ size, ...sample }) => {
    const ms = measure(() => run(sample))
    return `${ms.toFixed(2)} ms (${((ms * 1000) / size).toFixed(1)} us)`
  })
  printRow(name, cells)
}

/** The best of at least two runs, and of as many as fit into half a second. */
function measure(run: () => unknown): number {
  let best = Number.POSITIVE_INFINITY
  const end = performance.now() + 500
  for (let runs = 0; runs < 2 || performance.now() < end; runs++) {
    const before = process.cpuUsage()
    run()
    const { user, system } = process.cpuUsage(before)
    best = Math.min(best, (user + system) / 1000)
  }
  return best
}

function printRow(name: string, cells: string[]): void {
  console.log(name.padEnd(22) + cells.map((cell) => cell.padStart(24)).join(''))
}
