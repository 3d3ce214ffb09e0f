import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard'
import { dataSources } from './data-sources.ts'

/** Loki wants one matcher that no empty value satisfies, so "all" is `.+` and not `.*`. */
const anyValue = '.+'
const all: dashboard.VariableOption = { text: 'All', value: '$__all', selected: true }

/** As pino names them, least grave first. */
const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal']

/** Loki's values and not Prometheus' alone: PostgreSQL writes lines too. */
export const service = new dashboard.QueryVariableBuilder('service')
  .label('service')
  .datasource(dataSources.loki)
  .query({ label: 'service_name', stream: '', type: 1 })
  .refresh(dashboard.VariableRefresh.OnTimeRangeChanged)
  .sort(dashboard.VariableSort.AlphabeticalAsc)
  .multi(true)
  .includeAll(true)
  .allValue(anyValue)
  .current(all)

export const level = new dashboard.CustomVariableBuilder('level')
  .label('level')
  .values(levels.join(','))
  .options(levels.map((value) => ({ text: value, value, selected: false })))
  .multi(true)
  .includeAll(true)
  .allValue(anyValue)
  .current(all)
