import { type Answer, json } from '../http/answer.ts'
import { parseGoDuration } from '../time.ts'

const hour = 3600n * 1_000_000_000n

/** Nanoseconds of `lookback=15m`, an hour when there is none, or the answer to one that is wrong. */
export function parseLookback(text: string | null): bigint | Answer {
  const lookback = text ? parseGoDuration(text) : hour
  if (lookback !== undefined && lookback > 0n) return lookback
  const message = `lookback: expected a duration above 0 such as 15m, got ${JSON.stringify(text)}`
  return json({ error: { code: 'invalid_request', message } }, 400)
}
