import type { LokiParts } from '../api/parts.ts'
import { LokiError } from '../loki-error.ts'
import { takeStreams } from '../push/take-streams.ts'
import type { OtlpDecoder, OtlpResource } from './logs.ts'
import { toStreams } from './to-streams.ts'

interface Outcome {
  /** How many records a limit refused, and why, each reason once. */
  refused: number
  why: string
}

/** For a receiver of OTLP: good records are kept, whatever becomes of the others. */
export function takeOtlpLogs(
  logs: OtlpResource[],
  { textOf, ...parts }: LokiParts & Pick<OtlpDecoder, 'textOf'>,
): Outcome {
  const reasons = new Set<string>()
  let refused = 0
  for (const stream of toStreams(logs, textOf as (value: unknown) => string)) {
    const refusals = streamRefusals([stream], parts)
    refused += refusals.length
    for (const reason of refusals) reasons.add(reason)
  }
  return { refused, why: [...reasons].slice(0, 10).join('\n') }
}

/** A stream too many is refused with all its records, not with the whole export. */
function streamRefusals(streams: Parameters<typeof takeStreams>[0], parts: LokiParts): string[] {
  try {
    return takeStreams(streams, parts)
  } catch (error) {
    if (!(error instanceof LokiError)) throw error
    return streams.flatMap(({ entries }) => entries.map(() => error.message))
  }
}
