/**
 * `node fuzz/main.ts --seconds 60 --seed 7` gives our propagators meaningless and damaged headers,
 * and whatever an application may put into a context. It fails on the first input for which one of
 * the properties does not hold.
 */
import { inspect, parseArgs } from 'node:util'
import { properties } from './properties.ts'
import { createRandom } from './random.ts'

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '10' }, seed: { type: 'string' } },
})
const seconds = Number(values.seconds)
const seed = Number(values.seed ?? Date.now() % 1_000_000)
if (!(seconds > 0) || !Number.isInteger(seed)) {
  throw new Error('expected --seconds as a number above 0 and --seed as a whole number')
}

/** The largest header that Node takes, 16 kB, is read in a hundredth of this time. */
const slowestMs = 500

console.log(`fuzzing ${properties.length} properties for ${seconds} s, --seed ${seed}`)
const random = createRandom(seed)
const counts = new Map(properties.map(({ name }) => [name, { tried: 0, headers: 0, slowestMs: 0 }]))
const end = performance.now() + seconds * 1000
while (performance.now() < end) {
  for (const { name, make, check } of properties) {
    const input = make(random)
    const started = process.cpuUsage()
    let headers = 0
    try {
      headers = check(input)
    } catch (error) {
      report(name, input, error)
    }
    const { user, system } = process.cpuUsage(started)
    const ms = (user + system) / 1000
    if (ms > slowestMs) report(name, input, new Error(`took ${Math.round(ms)} ms of CPU time`))
    const count = counts.get(name)
    if (!count) continue
    count.tried++
    count.headers += headers
    count.slowestMs = Math.max(count.slowestMs, ms)
  }
}
console.table(Object.fromEntries(counts))
console.log('every property held')

function report(name: string, input: unknown, error: unknown): never {
  console.error(`${name}, --seed ${seed}, input:`)
  console.error(inspect(input, { maxStringLength: 20_000, maxArrayLength: 200, depth: 6 }))
  throw error
}
