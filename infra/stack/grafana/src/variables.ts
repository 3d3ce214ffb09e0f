import type * as cog from '@grafana/grafana-foundation-sdk/cog'
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard'
import { dataSources } from './data-sources.ts'

/** Loki wants one matcher that no empty value satisfies, so "all" is `.+` and not `.*`. */
const anyValue = '.+'
const all: dashboard.VariableOption = { text: 'All', value: '$__all', selected: true }

/** As pino names them, least grave first. */
const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal']

/** Loki's values and not Prometheus' alone: PostgreSQL writes lines too. */
export const service = stripped(
  new dashboard.QueryVariableBuilder('service')
    .label('service')
    .datasource(dataSources.loki)
    .query({
      refId: 'LokiVariableQueryEditor-VariableQuery',
      label: 'service_name',
      stream: '',
      type: 1,
    })
    .refresh(dashboard.VariableRefresh.OnTimeRangeChanged)
    .sort(dashboard.VariableSort.AlphabeticalAsc)
    .multi(true)
    .includeAll(true)
    .allValue(anyValue)
    .current(all),
)

export const level = stripped(
  new dashboard.CustomVariableBuilder('level')
    .label('level')
    .values(levels.join(','))
    .options(levels.map((value) => ({ text: value, value, selected: false })))
    .multi(true)
    .includeAll(true)
    .allValue(anyValue)
    .current(all),
)

/** The SDK gives every variable the fields of an interval's, which Grafana's schema has not. */
function stripped(
  builder: cog.Builder<dashboard.VariableModel>,
): cog.Builder<dashboard.VariableModel> {
  const { auto, auto_min, auto_count, ...own } = builder.build()
  return { build: () => own }
}
