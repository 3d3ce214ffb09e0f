import { useRef } from 'preact/hooks'
import { formatDuration, plural } from '../format.ts'
import { moveFocus } from '../move-focus.ts'
import { fetchRates } from '../net/rates-api.ts'
import { fetchServices } from '../net/services-api.ts'
import { useLoad } from '../net/use-load.ts'
import { useRefresh } from '../net/use-refresh.ts'
import { navigate } from '../router.ts'
import { useKeys } from '../use-keys.ts'
import { CallGraph } from './call-graph.tsx'
import { CallTable } from './call-table.tsx'
import { EndpointTable } from './endpoint-table.tsx'
import { KeyHints } from './key-hints.tsx'
import { PageHeader } from './page-header.tsx'
import { ServiceTable } from './service-table.tsx'

const lookbacks = ['5m', '15m', '1h', '24h']
const everyMs = 4000

/** Which service calls which, how often, how slowly, and with how many errors. */
export function ServicesPage(props: { query: URLSearchParams }) {
  const asked = props.query.get('lookback') ?? ''
  const lookback = lookbacks.includes(asked) ? asked : '15m'
  const { value, error, reload } = useLoad(lookback, () => fetchServices(lookback))
  const rates = useLoad(lookback, () => fetchRates(lookback))
  useRefresh(reload, everyMs)
  useRefresh(rates.reload, everyMs)
  const main = useRef<HTMLElement>(null)
  const move = (by: number) => moveFocus(main.current, 'tbody a', by)
  useKeys({ j: () => move(1), k: () => move(-1), Escape: () => navigate('/') })
  document.title = 'Services · onetrace'

  return (
    <>
      <PageHeader current="services">
        <label class="lookback">
          last{' '}
          <select
            value={lookback}
            onChange={(event) =>
              navigate(`/services?lookback=${event.currentTarget.value}`, 'replace')
            }
          >
            {lookbacks.map((text) => (
              <option key={text}>{text}</option>
            ))}
          </select>
        </label>
      </PageHeader>
      <main ref={main} class="services">
        <h1 class="unseen">Services</h1>
        {error && (
          <p class="trouble" role="alert">
            The backend did not answer: {error.message}.{' '}
            <button type="button" onClick={reload}>
              Try again
            </button>
          </p>
        )}
        {!value && !error && <p class="nothing late">Counting</p>}
        {value?.services.length === 0 && (
          <p class="nothing">
            No service sent a span in the last {lookback}. <a href="/">See the recent traces</a>
          </p>
        )}
        {value && value.services.length > 0 && (
          <>
            <p class="note">
              {plural(
                value.services.reduce((sum, { requests }) => sum + requests, 0),
                'request',
              )}{' '}
              in {formatDuration(Math.round(value.windowSeconds) * 1000)}, counted from the traces
              that are held
            </p>
            <ServiceTable services={value.services} />
            {rates.value && <EndpointTable rates={rates.value} />}
            <CallGraph services={value.services.map(({ name }) => name)} edges={value.edges} />
            <CallTable edges={value.edges} />
          </>
        )}
      </main>
      <KeyHints
        keys={[
          ['j k', 'move'],
          ['Enter', 'open the trace'],
          ['Esc', 'to the traces'],
        ]}
      />
    </>
  )
}
