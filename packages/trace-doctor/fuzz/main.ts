/**
 * Feeds the parsers with damaged and with meaningless input, for as long as it is told:
 * `node fuzz/main.ts --seconds 60 --seed 7`. Fails on the first error that is not one of the
 * documented classes, on input that takes longer than two seconds, and on memory that grows
 * without end. What kills the process itself is found in the file that FUZZ_TRAIL names.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { mutate } from './mutate.ts'
import { mutateJson } from './mutate-json.ts'
import { createRandom } from './random.ts'
import { targets } from './targets.ts'

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '10' }, seed: { type: 'string' } },
})
const seconds = Number(values.seconds)
const seed = Number(values.seed ?? Date.now() % 1_000_000)
if (!(seconds > 0) || !Number.isInteger(seed)) {
  throw new Error('expected --seconds as a number above 0 and --seed as a whole number')
}

const slowest = 2_000
const mostMemory = 1_500 * 1024 * 1024

console.log(`fuzzing ${targets.length} parsers for ${seconds} s, --seed ${seed}`)
const random = createRandom(seed)
const end = performance.now() + seconds * 1000
const counts = new Map<string, { taken: number; refused: number; slowestMs: number }>()
while (performance.now() < end) {
  for (const target of targets) {
    const valid = random.pick(target.valid)
    const whole = target.json && random.below(3) > 0
    runOne(target, whole ? mutateJson(valid, random) : mutate(valid, target.words, random))
  }
}
console.table(Object.fromEntries(counts))
const megabytes = Math.round(process.memoryUsage().rss / 2 ** 20)
console.log(`no crash, no hang; ${megabytes} MB resident at the end`)

function runOne(target: (typeof targets)[number], input: Uint8Array): void {
  const count = counts.get(target.name) ?? { taken: 0, refused: 0, slowestMs: 0 }
  counts.set(target.name, count)
  if (process.env.FUZZ_TRAIL) writeFileSync(process.env.FUZZ_TRAIL, input)
  const started = performance.now()
  try {
    target.run(input)
    count.taken++
  } catch (error) {
    if (!target.errors.some((known) => error instanceof known)) report(target.name, input, error)
    count.refused++
  }
  const ms = performance.now() - started
  count.slowestMs = Math.max(count.slowestMs, Math.round(ms))
  if (ms > slowest) report(target.name, input, new Error(`took ${Math.round(ms)} ms`))
  const { rss } = process.memoryUsage()
  if (rss > mostMemory) report(target.name, input, new Error(`${rss} bytes resident`))
}

function report(name: string, input: Uint8Array, error: unknown): never {
  console.error(`${name}, --seed ${seed}, input as base64:`)
  console.error(Buffer.from(input).toString('base64').slice(0, 20_000))
  throw error
}
