import { toRfc3339 } from '@onetrace/spans'
import { formatDuration, formatTime, plural } from '../format.ts'
import type { TraceSummary } from '../net/api.ts'
import { traceHref } from '../router.ts'
import { durationOf, servicesOf, startOf } from '../traces/list.ts'
import { ServiceName } from './service-name.tsx'
import { ShareBar } from './share-bar.tsx'

export function TraceListRow(props: {
  row: TraceSummary
  /** This trace's duration as a part of what the bar's full width stands for. */
  part: number
  fresh: boolean
  marked: boolean
  onMark: () => void
  tabIndex: number
  onFocus: () => void
}) {
  const { row } = props
  const start = startOf(row)
  const services = servicesOf(row)
  return (
    <tr class={props.fresh ? 'fresh' : ''}>
      <td class="mark">
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label="Mark, to compare"
          checked={props.marked}
          onChange={props.onMark}
        />
      </td>
      <td class="time">
        <time title={toRfc3339(start)}>{formatTime(start)}</time>
      </td>
      <td class="root-service">
        <ServiceName service={row.rootServiceName || 'root not here yet'} />
      </td>
      <td class="operation-cell">
        <a
          class="operation"
          href={traceHref(row.traceId)}
          data-trace={row.traceId}
          tabIndex={props.tabIndex}
          onFocus={props.onFocus}
        >
          {row.rootOperationName || row.traceId}
        </a>
      </td>
      <td class="status">{row.httpStatus}</td>
      <td class="duration">{formatDuration(durationOf(row))}</td>
      <td class="share-cell">
        <ShareBar services={services} part={props.part} />
      </td>
      <td class="by-service">
        <span title={plural(row.spanCount, 'span')}>{row.spanCount}</span>
        {services.map(({ name, spanCount }) => (
          <span key={name}>
            <ServiceName service={name} /> {spanCount}
          </span>
        ))}
      </td>
      <td class="errors">{row.errorSpanCount > 0 && 'error'}</td>
    </tr>
  )
}
