import { type AnsweredCall, answeredCalls, durationOf, skewOf } from '../clocks.ts'
import type { Finding } from '../finding.ts'
import type { Subject } from '../subject.ts'
import { milliseconds, placeOf, placesOf } from '../words.ts'

/** Server spans outside of the call they answer, and spans that end before they start. */
export function checkClocks(subject: Subject): Finding[] {
  const shifted = answeredCalls(subject).filter((call) => skewOf(call) !== 0n)
  const byPair = Map.groupBy(
    shifted,
    ({ client, server }) =>
      `${client.service} ${server.service} ${skewOf({ client, server }) > 0n}`,
  )
  return [...[...byPair.values()].flatMap(describeSkew), ...checkReversed(subject)]
}

function describeSkew(calls: AnsweredCall[]): Finding[] {
  const [first] = calls
  if (!first) return []
  const { client, server } = first
  const skew = skewOf(first)
  const behind = skew < 0n
  return [
    {
      check: 'clock-skew',
      severity: 'warning',
      what: `the clock of ${server.service} is about ${milliseconds(behind ? -skew : skew)} ${behind ? 'behind' : 'ahead of'} that of ${client.service}`,
      where: `${placeOf(client)} -> ${placesOf(calls.map((call) => call.server))}`,
      cause:
        'the two machines do not agree on the time, or one was suspended since its process began',
      cure: `synchronize both by NTP and restart ${server.service}; order and durations across them mislead until then`,
    },
  ]
}

function checkReversed({ nodes }: Subject): Finding[] {
  const reversed = nodes.map(({ span }) => span).filter((span) => durationOf(span) < 0n)
  if (reversed.length === 0) return []
  return [
    {
      check: 'clock-skew',
      severity: 'error',
      what: `${reversed.length === 1 ? 'a span ends' : `${reversed.length} spans end`} before the start`,
      where: placesOf(reversed),
      cause:
        'the clock was set back while it was open, or start and end were taken from two clocks',
      cure: 'let the SDK take both times, from a monotonic clock',
    },
  ]
}
