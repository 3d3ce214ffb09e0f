import { demoCurl, demoPageUrl } from './demo.ts'
import type { Fleet } from './fleet.ts'
import { type Listener, listeners } from './ports.ts'

export interface ScreenOptions {
  fleet: Fleet
  moved: Listener[]
  seconds: number
}

/** The one screen of `pnpm dev`: where everything is, what to copy, how to look at the result. */
export function screen({ fleet, moved, seconds }: ScreenOptions): string {
  const { ports, apiKey } = fleet
  const url = (port: number) => `http://localhost:${port}`
  return [
    '',
    `ready in ${seconds.toFixed(1)} s`,
    '',
    `  traces and logs   ${url(ports.query)}`,
    `  place an order    ${demoPageUrl(ports, apiKey)}`,
    `  gateway           ${url(ports.gateway)}`,
    `  metrics           ${url(ports.gatewayManagement)}/metrics  (orders ${ports.ordersManagement}, users ${ports.usersManagement})`,
    `  APIs              Jaeger ${url(ports.query)}/api  Loki ${url(ports.loki)}  OTLP ${url(ports.otlp)}`,
    `  Postgres          127.0.0.1:${ports.postgres}, databases orders and users`,
    '',
    '  or copy this:',
    '',
    `  ${demoCurl(ports, apiKey)}`,
    '',
    '  its answer has a traceresponse header:  pnpm trace <that header or its trace id>',
    '  data and logs are in .onetrace, pnpm dev --fresh starts empty, Ctrl-C ends everything',
    ...moved.map(movedLine(ports)),
    ...exporterLine(process.env.OTEL_TRACES_EXPORTER),
    '',
  ].join('\n')
}

function movedLine(ports: Record<Listener, number>) {
  return (name: Listener) => {
    const { port, variable } = listeners[name]
    return `  port ${port} is taken, so ${name} has ${ports[name]} (${variable} chooses another)`
  }
}

function exporterLine(exporter: string | undefined): string[] {
  const reachesPage = !exporter || /otlp|jaeger/.test(exporter)
  return reachesPage ? [] : [`  OTEL_TRACES_EXPORTER=${exporter}: no trace reaches the page`]
}
