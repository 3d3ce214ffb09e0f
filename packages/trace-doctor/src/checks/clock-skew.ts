import type { Span } from '@onetrace/spans'
import { type AnsweredCall, answeredCalls, durationOf, skewOf } from '../clocks.ts'
import { parentOf } from '../examined.ts'
import type { Finding } from '../finding.ts'
import type { Subject } from '../subject.ts'
import { milliseconds, placeOf, placesOf, years } from '../words.ts'

/** Server spans outside of the call they answer, and spans that end before they start. */
export function checkClocks(subject: Subject): Finding[] {
  const shifted = answeredCalls(subject).filter((call) => skewOf(call) !== 0n)
  const byPair = Map.groupBy(
    shifted,
    ({ client, server }) =>
      `${client.service} ${server.service} ${skewOf({ client, server }) > 0n}`,
  )
  const skews = [...byPair.values()].flatMap(describeSkew)
  return [...skews, ...checkReversed(subject), ...checkFarAway(subject)]
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

/** No clock is off by as much, and nobody waits for as long. */
const far = 365n * 86_400_000_000_000n

const year2000 = 946_684_800_000_000_000n

function isPossible({ startTime }: Span): boolean {
  return startTime > year2000 && startTime < 4n * year2000
}

/** A time that was never set is 0, in 1970; one that was counted in another unit is no better. */
function checkFarAway(subject: Subject): Finding[] {
  const gaps = subject.nodes.flatMap((node) => {
    const parent = parentOf(node, subject)?.span
    const gap = parent ? node.span.startTime - parent.startTime : 0n
    return parent && (gap < -far || gap > far) ? [{ span: node.span, parent, gap }] : []
  })
  const [first] = gaps
  if (!first) return []
  const { span, parent, gap } = first
  const others = gaps.length > 1 ? `, and ${gaps.length - 1} more spans are as far away` : ''
  const wrong = isPossible(parent) ? span : parent
  return [
    {
      check: 'clock-skew',
      severity: 'error',
      what: `a span began ${years(gap < 0n ? -gap : gap)} ${gap < 0n ? 'before' : 'after'} its parent${others}`,
      where: `${placeOf(parent)} -> ${placesOf(gaps.map((it) => it.span))}`,
      cause: `the start of ${placeOf(wrong)} is ${wrong.startTime} ns since 1970: it was never set, or is in another unit`,
      cure: 'let the SDK take the time; who writes OTLP by hand gives nanoseconds since 1970',
    },
  ]
}
