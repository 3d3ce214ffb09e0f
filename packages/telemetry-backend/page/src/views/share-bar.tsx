import { formatDuration } from '../format.ts'
import type { ServiceSummary } from '../net/api.ts'
import { colorOf } from '../services.ts'

/** A bar as long as the trace took, divided by the services that took the time. */
export function ShareBar(props: { services: ServiceSummary[]; part: number }) {
  const { services, part } = props
  const total = services.reduce((sum, { selfTimeNanos }) => sum + selfTimeNanos, 0)
  const words = services
    .map(({ name, selfTimeNanos }) => `${name} ${formatDuration(selfTimeNanos / 1e6)}`)
    .join(', ')
  return (
    <span
      class={`share-bar ${part > 1 ? 'cut' : ''}`}
      style={{ width: `${Math.min(1, part) * 100}%` }}
      title={words}
    >
      <span class="unseen">{words}</span>
      {services.map(({ name, selfTimeNanos }) => (
        <i
          key={name}
          class={colorOf(name)}
          style={{ width: `${total > 0 ? (selfTimeNanos / total) * 100 : 0}%` }}
        />
      ))}
    </span>
  )
}
