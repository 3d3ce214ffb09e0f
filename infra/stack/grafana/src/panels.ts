import * as common from '@grafana/grafana-foundation-sdk/common'
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard'
import * as logs from '@grafana/grafana-foundation-sdk/logs'
import * as nodegraph from '@grafana/grafana-foundation-sdk/nodegraph'
import * as stat from '@grafana/grafana-foundation-sdk/stat'
import * as table from '@grafana/grafana-foundation-sdk/table'
import * as timeseries from '@grafana/grafana-foundation-sdk/timeseries'
import { dataSources } from './data-sources.ts'
import { jaegerQuery, logql, promql } from './targets.ts'
import { traceInExplore, traceInJaeger } from './trace-links.ts'

const third = 8
const half = 12
const whole = 24
const chosen = 'service_name=~"$service"'
// Grafana's own choice of a window that holds at least four scrapes, whatever the zoom.
const window = '[$__rate_interval]'

function chart(title: string, description: string): timeseries.PanelBuilder {
  return new timeseries.PanelBuilder()
    .title(title)
    .description(description)
    .datasource(dataSources.prometheus)
    .span(half)
    .height(8)
    .min(0)
    .lineWidth(2)
    .fillOpacity(8)
    .showPoints(common.VisibilityMode.Never)
    .legend(new common.VizLegendOptionsBuilder().showLegend(true).calcs(['lastNotNull']))
    .tooltip(new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi))
}

export function servicesUp(): stat.PanelBuilder {
  return new stat.PanelBuilder()
    .title('Answers its scrape')
    .description('1: Prometheus reads its metrics. 0: the process is gone, or its management port.')
    .datasource(dataSources.prometheus)
    .span(half)
    .height(4)
    .thresholds(
      new dashboard.ThresholdsConfigBuilder().mode(dashboard.ThresholdsMode.Absolute).steps([
        { value: null, color: 'red' },
        { value: 1, color: 'green' },
      ]),
    )
    .withTarget(
      promql({ refId: 'A', expr: 'up{service_name!=""}', legend: '{{service_name}}' }).instant(),
    )
}

export function alertsFiring(): stat.PanelBuilder {
  return new stat.PanelBuilder()
    .title('Alerts that fire')
    .description('Rules and their state: Alerting, Alert rules, data source Prometheus.')
    .datasource(dataSources.prometheus)
    .span(half)
    .height(4)
    .thresholds(
      new dashboard.ThresholdsConfigBuilder().mode(dashboard.ThresholdsMode.Absolute).steps([
        { value: null, color: 'green' },
        { value: 1, color: 'red' },
      ]),
    )
    .withTarget(
      promql({
        refId: 'A',
        // Without an alert there is no series, and a panel without data looks like a broken one.
        expr: 'count(ALERTS{alertstate="firing"}) or vector(0)',
        legend: 'firing',
      }).instant(),
    )
}

export function requestRate(): timeseries.PanelBuilder {
  return chart('Requests', 'Requests answered each second, by service and route.')
    .unit('reqps')
    .withTarget(
      promql({
        refId: 'A',
        expr: `sum by (service_name, method, endpoint) (rate(http_requests_total{${chosen}}${window}))`,
        legend: '{{service_name}}: {{method}} {{endpoint}}',
      }),
    )
}

export function errorShare(): timeseries.PanelBuilder {
  const requests = `sum by (service_name) (rate(http_requests_total{${chosen}}${window}))`
  const failed = `sum by (service_name) (rate(http_requests_total{${chosen}, status=~"5.."}${window}))`
  return chart('Error share', 'Share of the requests that were answered with 5xx.')
    .unit('percentunit')
    .withTarget(
      promql({
        refId: 'A',
        // A service that never failed has no 5xx series, but should be shown with 0.
        expr: `(${failed} or 0 * ${requests}) / ${requests}`,
        legend: '{{service_name}}',
      }),
    )
}

export function latency(): timeseries.PanelBuilder {
  const panel = chart(
    'Latency, with exemplars',
    'Time to the end of the answer. Each dot is one request: its trace is a click away.',
  )
    .unit('s')
    .span(whole)
    .height(10)
  for (const [refId, quantile] of [
    ['A', 0.5],
    ['B', 0.95],
    ['C', 0.99],
  ] as const) {
    panel.withTarget(
      promql({
        refId,
        expr:
          `histogram_quantile(${quantile}, sum by (service_name, le) ` +
          `(rate(http_request_duration_seconds_bucket{${chosen}}${window})))`,
        legend: `{{service_name}} p${quantile * 100}`,
        // Only one asks for exemplars, since each of the three would draw the same dots.
      }).exemplar(quantile === 0.99),
    )
  }
  return panel
}

export function newestTraces(): table.PanelBuilder {
  return (
    new table.PanelBuilder()
      .title('Newest traces')
      .description('Every request enters at the gateway. A click on its id opens the waterfall.')
      .datasource(dataSources.jaeger)
      .span(half)
      .height(10)
      .withTarget(jaegerQuery({ queryType: 'search', service: 'gateway', limit: 50 }))
      // Its name in the data, and the one that is displayed.
      .overrideByRegexp('/^trace ?id$/i', [
        { id: 'links', value: [traceInExplore(), traceInJaeger] },
      ])
  )
}

export function serviceMap(): nodegraph.PanelBuilder {
  return new nodegraph.PanelBuilder()
    .title('Who calls whom')
    .description('Counted by Jaeger from the traces of the time range.')
    .datasource(dataSources.jaeger)
    .span(half)
    .height(10)
    .withTarget(jaegerQuery({ queryType: 'dependencyGraph' }))
}

export function logLines(): logs.PanelBuilder {
  return new logs.PanelBuilder()
    .title('Log lines')
    .description('Open a line for its fields; trace_id leads to the trace.')
    .datasource(dataSources.loki)
    .span(whole)
    .height(12)
    .showTime(true)
    .enableLogDetails(true)
    .sortOrder(common.LogsSortOrder.Descending)
    .withTarget(logql('{service_name=~"$service", level=~"$level"}'))
}

export function logVolume(): timeseries.PanelBuilder {
  return chart('Log lines by level', 'How many lines of each level.')
    .datasource(dataSources.loki)
    .span(whole)
    .height(6)
    .drawStyle(common.GraphDrawStyle.Bars)
    .fillOpacity(60)
    .stacking(new common.StackingConfigBuilder().mode(common.StackingMode.Normal))
    .withTarget(
      logql(
        'sum by (level) (count_over_time({service_name=~"$service", level=~"$level"}[$__auto]))',
      ).legendFormat('{{level}}'),
    )
}

export function poolUse(): timeseries.PanelBuilder {
  return chart(
    'Database connections',
    'Connections of each pool by state, and the requests that wait for one.',
  )
    .withTarget(
      promql({
        refId: 'A',
        expr: `db_client_connection_count{${chosen}}`,
        legend: '{{service_name}} {{db_client_connection_pool_name}} {{state}}',
      }),
    )
    .withTarget(
      promql({
        refId: 'B',
        expr: `db_client_connection_pending_requests{${chosen}}`,
        legend: '{{service_name}} {{db_client_connection_pool_name}} waiting',
      }),
    )
}

export function lostSpans(): timeseries.PanelBuilder {
  return chart('Spans that were lost', 'Above 0, traces have holes.')
    .withTarget(
      promql({
        refId: 'A',
        expr: `sum by (service_name) (increase(otel_sdk_processor_span_dropped_total{${chosen}}${window}))`,
        legend: '{{service_name}}: dropped, the queue was full',
      }),
    )
    .withTarget(
      promql({
        refId: 'B',
        expr: `sum by (service_name) (increase(otel_sdk_exporter_span_exported_total{${chosen}, error_type!=""}${window}))`,
        legend: '{{service_name}}: refused by the backend',
      }),
    )
}

// Several processes tell the same number about the table that they share, hence `max`.
export function outboxMessages(): timeseries.PanelBuilder {
  return chart('Outbox', 'Messages that are not delivered yet, and those that were given up.')
    .span(third)
    .withTarget(
      promql({
        refId: 'A',
        expr: `max by (service_name) (outbox_pending_messages{${chosen}})`,
        legend: '{{service_name}}: waiting',
      }),
    )
    .withTarget(
      promql({
        refId: 'B',
        expr: `max by (service_name) (outbox_dead_letters{${chosen}})`,
        legend: '{{service_name}}: given up',
      }),
    )
}

export function outboxAge(): timeseries.PanelBuilder {
  return chart('Oldest message', 'How long the oldest message in the outbox has waited.')
    .span(third)
    .unit('s')
    .withTarget(
      promql({
        refId: 'A',
        expr: `max by (service_name) (outbox_oldest_message_age_seconds{${chosen}})`,
        legend: '{{service_name}}',
      }),
    )
}

export function outboxDeliveries(): timeseries.PanelBuilder {
  return chart('Deliveries', 'Attempts each second, by what came of them.')
    .span(third)
    .unit('ops')
    .withTarget(
      promql({
        refId: 'A',
        expr: `sum by (service_name, topic, outcome) (rate(outbox_delivery_attempts_total{${chosen}}${window}))`,
        legend: '{{service_name}}: {{topic}} {{outcome}}',
      }),
    )
}
