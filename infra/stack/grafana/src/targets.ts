import type * as cog from '@grafana/grafana-foundation-sdk/cog'
import * as loki from '@grafana/grafana-foundation-sdk/loki'
import * as prometheus from '@grafana/grafana-foundation-sdk/prometheus'
import { dataSources } from './data-sources.ts'

export interface Series {
  refId: string
  expr: string
  legend: string
}

/** A PromQL query over the time range of the dashboard. */
export function promql({ refId, expr, legend }: Series): prometheus.DataqueryBuilder {
  return new prometheus.DataqueryBuilder()
    .datasource(dataSources.prometheus)
    .editorMode(prometheus.QueryEditorMode.Code)
    .refId(refId)
    .expr(expr)
    .legendFormat(legend)
    .range()
}

export function logql(expr: string): loki.DataqueryBuilder {
  return new loki.DataqueryBuilder()
    .datasource(dataSources.loki)
    .editorMode(loki.QueryEditorMode.Code)
    .refId('A')
    .expr(expr)
    .queryType('range')
}

/**
 * What Grafana's Jaeger data source takes; the SDK has no builder for it, and Grafana publishes no
 * schema of it. https://grafana.com/docs/grafana/latest/datasources/jaeger/query-editor/
 */
export type JaegerQuery =
  | { queryType: 'search'; service: string; limit: number }
  | { queryType: 'dependencyGraph' }

export function jaegerQuery(query: JaegerQuery): cog.Builder<cog.Dataquery> {
  return {
    build: () => ({
      refId: 'A',
      datasource: dataSources.jaeger,
      ...query,
      _implementsDataqueryVariant() {},
    }),
  }
}
