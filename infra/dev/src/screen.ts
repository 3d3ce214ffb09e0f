import { demoCurl, demoPageUrl } from './demo.ts'
import type { Fleet } from './fleet.ts'
import type { FleetUrls } from './fleet-urls.ts'
import { type StackListener, stackListeners } from './ports.ts'

export interface ScreenOptions {
  fleet: Fleet
  moved: StackListener[]
  seconds: number
}

/** The text of the screen: all addresses, a line to copy, and how to look at the result. */
export function screen({ fleet, moved, seconds }: ScreenOptions): string {
  const { ports, apiKey, urls } = fleet
  return [
    '',
    `ready in ${seconds.toFixed(1)} s`,
    '',
    ...backendLines(fleet),
    `  place an order    ${demoPageUrl(ports, apiKey)}`,
    `  gateway           ${url(ports.gateway)}`,
    `  metrics           ${url(ports.gatewayManagement)}/metrics  (orders ${ports.ordersManagement}, users ${ports.usersManagement})`,
    `  APIs              Jaeger ${url(ports.query)}/api  Loki ${url(ports.loki)}  OTLP ${url(ports.otlp)}, gRPC ${url(ports.otlpGrpc)}`,
    `  Postgres          127.0.0.1:${ports.postgres}, databases orders and users`,
    '',
    '  or copy this:',
    '',
    `  ${demoCurl(ports, apiKey)}`,
    '',
    '  its answer has a traceresponse header:  pnpm trace <that header or its trace id>',
    `  data and logs are in .onetrace, ${urls.prometheus ? 'pnpm stack --native' : 'pnpm dev'} --fresh starts empty, Ctrl-C ends everything`,
    ...moved.filter((name) => isUsed(name, urls)).map(movedLine(ports)),
    ...exporterLine(process.env.OTEL_TRACES_EXPORTER),
    '',
  ].join('\n')
}

function url(port: number | string): string {
  return `http://localhost:${port}`
}

/** The page of the embedded backend, or the real components, each of which has a page. */
function backendLines({ ports, urls, note }: Fleet): string[] {
  const { prometheus, page } = urls
  if (!prometheus) return [`  traces and logs   ${url(ports.query)}`]
  const portOf = (address: string) => new URL(address).port
  return [
    ...(page ? [`  traces and logs   ${url(portOf(page))}  (our page, over this Jaeger)`] : []),
    `  traces            ${url(ports.query)}  (Jaeger; one that Go built has its API without the page)`,
    `  metrics, alerts   ${url(portOf(prometheus))}  (Prometheus, likewise)`,
    ...(note ? [`  ${note}`] : []),
  ]
}

/** Either the real Loki runs or its stand-in, so the ports of the other are not used. */
function isUsed(name: StackListener, { page }: FleetUrls): boolean {
  return page ? name !== 'promtail' && name !== 'lokiGrpc' : name !== 'page'
}

function movedLine(ports: Partial<Record<StackListener, number>>) {
  return (name: StackListener) => {
    const { port, variable } = stackListeners[name]
    return `  port ${port} is taken, so ${name} has ${ports[name]} (${variable} chooses another)`
  }
}

function exporterLine(exporter: string | undefined): string[] {
  const reachesPage = !exporter || /otlp|jaeger/.test(exporter)
  return reachesPage ? [] : [`  OTEL_TRACES_EXPORTER=${exporter}: no trace reaches the page`]
}
