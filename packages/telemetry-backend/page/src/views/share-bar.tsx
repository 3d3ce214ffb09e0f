import { formatDuration } from '../format.ts'
import { colourOf } from '../services.ts'
import type { ServiceShare } from '../trace/measure.ts'

/** As long as the trace took, divided by who took the time; plain until that is known. */
export function ShareBar(props: { shares: ServiceShare[] | undefined; part: number }) {
  const { shares = [], part } = props
  const total = shares.reduce((sum, share) => sum + share.time, 0)
  const words = shares.map((share) => `${share.service} ${formatDuration(share.time)}`).join(', ')
  return (
    <span
      class={`share-bar ${part > 1 ? 'cut' : ''}`}
      style={{ width: `${Math.min(1, part) * 100}%` }}
      title={words}
    >
      <span class="unseen">{words}</span>
      {shares.map(({ service, time }) => (
        <i
          key={service}
          class={colourOf(service)}
          style={{ width: `${total > 0 ? (time / total) * 100 : 0}%` }}
        />
      ))}
    </span>
  )
}
