/**
 * Generated traces with all that OTLP can say, sent in each encoding, stored, and asked for:
 * `node fuzz/main.ts --seconds 20 --seed 1`, or `--cases 100000`. v3 gives back what was sent, and
 * v1 loses nothing but what its tags and microseconds cannot say. The first case that comes out
 * otherwise is made as small as it gets, and printed.
 */
import { parseArgs } from 'node:util'
import { anyRequest } from '@onetrace/spans/generated'
import fc from 'fast-check'
import { checkCase } from './check-case.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string' },
    cases: { type: 'string', default: '1000000' },
    seed: { type: 'string' },
  },
})
const seconds = Number(values.seconds ?? 86_400)
const cases = Number(values.cases)
const seed = Number(values.seed ?? Date.now() % 1_000_000)
if (!(seconds > 0) || !(Number.isInteger(cases) && cases > 0) || !Number.isInteger(seed)) {
  throw new Error('expected --seconds above 0, --cases from 1, and --seed as a whole number')
}

console.log(`fuzzing what is sent and what comes back, --seed ${seed}`)
let tried = 0
fc.assert(
  fc.property(anyRequest, (generated) => {
    tried += 1
    checkCase(generated)
    if (tried % 10_000 === 0) console.log(`${tried} cases`)
  }),
  {
    seed,
    numRuns: cases,
    interruptAfterTimeLimit: seconds * 1000,
    markInterruptAsFailure: false,
  },
)
console.log(`${tried} cases came back as they were sent`)
