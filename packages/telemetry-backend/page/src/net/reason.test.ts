import { expect, test } from 'vitest'
import { withReason } from './reason.ts'

test('a failure says why, whichever API answered', () => {
  const reasons = [
    '{"error":{"httpCode":502,"message":"no Jaeger"}}',
    '{"data":null,"errors":[{"code":502,"msg":"no Jaeger"}]}',
    'no Jaeger\nat all',
  ]

  expect(reasons.map((body) => withReason('502 from /api', body))).toEqual(
    reasons.map(() => '502 from /api: no Jaeger'),
  )
})

test('an answer without a reason is told by its place alone', () => {
  const bodies = ['', '{}', 'null', '[]', '{"error":"a text"}', '<html>Bad Gateway</html>']

  expect(bodies.map((body) => withReason('502 from /api', body))).toEqual(
    bodies.map(() => '502 from /api'),
  )
})
