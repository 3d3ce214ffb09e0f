import { type LossPlace, lossesIn, metricsNote } from '../losses.ts'
import { fetchAbout } from '../net/api.ts'
import { useLoad } from '../net/use-load.ts'

const sources = { traces: ['jaeger', 'Traces'], logs: ['loki', 'Lines'] } as const

/** Says where the data comes from and what had to leave, so that nobody searches for that. */
export function LossNote(props: { of: LossPlace }) {
  const { value } = useLoad('about', fetchAbout)
  const [source, what] = sources[props.of]
  const remote = value?.remote[source]
  const lost = value && lossesIn(value.counters, props.of)
  const refused = props.of === 'traces' ? value?.lastRefusal : undefined
  const metrics = props.of === 'traces' ? metricsNote(value?.metricSenders ?? []) : undefined
  if (!remote && !lost && !metrics) return null
  return (
    <p class="note">
      {remote && (
        <>
          {what} are read from <code>{remote}</code>.{' '}
        </>
      )}
      {lost}
      {refused && ` The last one refused, at ${refused.at} from ${refused.from}: ${refused.why}`}{' '}
      {metrics}
    </p>
  )
}
