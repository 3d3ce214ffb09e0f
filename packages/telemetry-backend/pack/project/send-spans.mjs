import assert from 'node:assert'
import { sendTrace } from './tracing.mjs'

const [, , spansIn, query] = process.argv
const traceId = await sendTrace(spansIn)
const answer = await fetch(`${query}/api/traces/${traceId}`)
const { data } = await answer.json()
assert.deepEqual(
  data[0].spans.map(({ operationName }) => operationName),
  ['checkout'],
)
