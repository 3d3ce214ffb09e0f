import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard'
import {
  alertsFiring,
  errorShare,
  latency,
  logLines,
  logVolume,
  lostSpans,
  newestTraces,
  outboxAge,
  outboxDeliveries,
  outboxMessages,
  poolUse,
  requestRate,
  serviceMap,
  servicesUp,
} from './panels.ts'
import { level, service } from './variables.ts'

/** The one dashboard, top to bottom in the order in which an operator asks. */
export function oneTraceDashboard(): dashboard.Dashboard {
  // This is the classic model, which every Grafana from 10 on reads from a file.
  const built = new dashboard.DashboardBuilder('onetrace')
    .uid('onetrace')
    .description('Three services and PostgreSQL: requests, errors, latency, traces, logs')
    .tags(['onetrace'])
    .time({ from: 'now-15m', to: 'now' })
    .refresh('10s')
    .timezone('browser')
    .tooltip(dashboard.DashboardCursorSync.Crosshair)
    .withVariable(service)
    .withVariable(level)
  const panels = [
    servicesUp(),
    alertsFiring(),
    requestRate(),
    errorShare(),
    latency(),
    newestTraces(),
    serviceMap(),
    logVolume(),
    logLines(),
    poolUse(),
    lostSpans(),
    outboxMessages(),
    outboxAge(),
    outboxDeliveries(),
  ]
  // Panels are numbered, so that a link to one (`viewPanel=5`) is still right after the next build.
  for (const [index, panel] of panels.entries()) built.withPanel(panel.id(index + 1))
  return built.build()
}

export function dashboardText(): string {
  return `${JSON.stringify(oneTraceDashboard(), null, 2)}\n`
}
