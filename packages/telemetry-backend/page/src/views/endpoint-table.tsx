import { toRfc3339 } from '@onetrace/spans'
import { formatDuration, formatRate, formatShare } from '../format.ts'
import type { EndpointRates, RateExemplar, Rates } from '../net/rates-api.ts'
import { traceHref } from '../router.ts'
import { ColumnHeads } from './column-heads.tsx'
import { ServiceName } from './service-name.tsx'

const columns = [
  'Service',
  'Endpoint',
  'Requests',
  'Rate',
  'Errors',
  'p50',
  'p95',
  'p99',
  'Answers',
  'Exemplars',
]
const shown = 4

/** What the services counted themselves, by endpoint, with traces that stand for the numbers. */
export function EndpointTable({ rates }: { rates: Rates }) {
  const rows = rates.services.flatMap(({ name, endpoints }) =>
    endpoints.map((endpoint) => ({ name, endpoint })),
  )
  const down = rates.targets.filter(({ up }) => up === false)
  if (rows.length === 0 && down.length === 0) return null
  return (
    <>
      <h2 class="section">Endpoints, by the services' own metrics</h2>
      {down.map(({ service, url, error }) => (
        <p key={url} class="note">
          The metrics of {service} could not be read at <code>{url}</code>: {error}.
        </p>
      ))}
      {rows.length > 0 && (
        <div class="table-scroller">
          <table class="numbers-table endpoint-table" aria-label="Endpoints">
            <ColumnHeads names={columns} />
            <tbody>
              {rows.map(({ name, endpoint }) => (
                <Row
                  key={[name, endpoint.method, endpoint.endpoint].join(' ')}
                  service={name}
                  endpoint={endpoint}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  )
}

function Row({ service, endpoint }: { service: string; endpoint: EndpointRates }) {
  const { requests, errors } = endpoint
  const time = (nanos: number | null) => nanos !== null && formatDuration(nanos / 1e6)
  return (
    <tr>
      <th scope="row">
        <ServiceName service={service} />
      </th>
      <td>
        {endpoint.method} {endpoint.endpoint}
      </td>
      <td>{requests.toLocaleString('en')}</td>
      <td>{formatRate(endpoint.requestsPerSecond)}</td>
      <td class={errors > 0 ? 'error-text' : ''} title={`${errors} of ${requests}`}>
        {errors > 0 ? formatShare(endpoint.errorShare) : 'none'}
      </td>
      <td>{time(endpoint.p50Nanos)}</td>
      <td>{time(endpoint.p95Nanos)}</td>
      <td>{time(endpoint.p99Nanos)}</td>
      <td>
        {Object.entries(endpoint.statuses)
          .map(([status, count]) => `${status} × ${count}`)
          .join(', ')}
      </td>
      <td class="open">
        {endpoint.exemplars.slice(0, shown).map((exemplar) => (
          <Exemplar key={exemplar.traceId + exemplar.nanos} exemplar={exemplar} />
        ))}
      </td>
    </tr>
  )
}

/** A request of a histogram's bucket. Its trace may have left, or may never have come. */
function Exemplar({ exemplar }: { exemplar: RateExemplar }) {
  const { traceId, spanId, nanos, status, timeUnixNano, held } = exemplar
  const text = formatDuration(nanos / 1e6)
  const title = `${status}, ${toRfc3339(BigInt(timeUnixNano))}`
  if (!held) {
    return (
      <span class="muted" title={`${title}; its trace is not here`}>
        {text}
      </span>
    )
  }
  return (
    <a href={traceHref(traceId, { ...(spanId && { spanId }) })} title={title}>
      {text}
    </a>
  )
}
