import { formatDuration, formatShare } from '../format.ts'
import type { CallEdge } from '../net/services-api.ts'
import { ColumnHeads } from './column-heads.tsx'
import { ServiceName } from './service-name.tsx'

export function CallTable({ edges }: { edges: CallEdge[] }) {
  if (edges.length === 0) return <p class="note">No service called another.</p>
  return (
    <div class="table-scroller">
      <table class="numbers-table call-table" aria-label="Calls between services">
        <ColumnHeads names={['Caller', 'Called', 'Calls', 'Errors', 'p95']} />
        <tbody>
          {edges.map(({ caller, callee, calls, errors, p95Nanos }) => (
            <tr key={`${caller} ${callee}`}>
              <th scope="row">
                <ServiceName service={caller} />
              </th>
              <td>
                <ServiceName service={callee} />
              </td>
              <td>{calls.toLocaleString('en')}</td>
              <td class={errors > 0 ? 'error-text' : ''} title={`${errors} of ${calls}`}>
                {errors > 0 ? formatShare(errors / calls) : 'none'}
              </td>
              <td>{formatDuration(p95Nanos / 1e6)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
