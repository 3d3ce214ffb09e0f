import type * as cog from '@grafana/grafana-foundation-sdk/cog'
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard'
import { dataSources } from './data-sources.ts'

/** Loki demands a matcher that no empty value satisfies, so "all" is `.+` and not `.*`. */
const anyValue = '.+'
const all: dashboard.VariableOption = { text: 'All', value: '$__all', selected: true }

/** The levels as pino names them, with the least serious first. */
const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal']

/** The values come from Loki, since PostgreSQL writes lines but is not in Prometheus. */
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

/**
 * Removes fields of interval variables, which the SDK gives to every variable against Grafana's
 * schema.
 */
function stripped(
  builder: cog.Builder<dashboard.VariableModel>,
): cog.Builder<dashboard.VariableModel> {
  const { auto, auto_min, auto_count, ...own } = builder.build()
  return { build: () => own }
}
