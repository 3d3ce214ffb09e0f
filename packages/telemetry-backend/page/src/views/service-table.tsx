import { formatDuration, formatRate, formatShare } from '../format.ts'
import type { ServiceStats } from '../net/services-api.ts'
import { traceHref } from '../router.ts'
import { ColumnHeads } from './column-heads.tsx'
import { ServiceName } from './service-name.tsx'

const columns = ['Service', 'Requests', 'Rate', 'Errors', 'p50', 'p95', 'p99', 'Open']

export function ServiceTable(props: { services: ServiceStats[] }) {
  return (
    <div class="table-scroller">
      <table class="numbers-table service-table" aria-label="Services">
        <ColumnHeads names={columns} />
        <tbody>
          {props.services.map((service) => (
            <Row key={service.name} service={service} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ service }: { service: ServiceStats }) {
  const { name, requests, errors, exemplars } = service
  const time = (nanos: number) => (requests > 0 ? formatDuration(nanos / 1e6) : '')
  return (
    <tr>
      <th scope="row">
        <ServiceName service={name} />
      </th>
      <td>{requests.toLocaleString('en')}</td>
      <td>{formatRate(service.requestsPerSecond)}</td>
      <td class={errors > 0 ? 'error-text' : ''} title={`${errors} of ${requests}`}>
        {errors > 0 ? formatShare(service.errorShare) : 'none'}
      </td>
      <td>{time(service.p50Nanos)}</td>
      <td>{time(service.p95Nanos)}</td>
      <td>{time(service.p99Nanos)}</td>
      <td class="open">
        {exemplars.slow && (
          <a href={traceHref(exemplars.slow)} title={`A request of ${name} at p99`}>
            slow one
          </a>
        )}
        {exemplars.failed && (
          <a href={traceHref(exemplars.failed)} title={`The latest request of ${name} that failed`}>
            failed one
          </a>
        )}
      </td>
    </tr>
  )
}
