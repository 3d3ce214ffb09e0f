import { type Counters, counterHelp } from './counters.ts'

export interface Gauges {
  traces: number
  spans: number
  traceBytes: number
  logLines: number
  logBytes: number
}

const gaugeHelp: Record<keyof Gauges, string> = {
  traces: 'Traces held now.',
  spans: 'Spans held now.',
  traceBytes: 'Estimated bytes of the spans held now.',
  logLines: 'Log lines held now.',
  logBytes: 'Estimated bytes of the log lines held now.',
}

/** Prometheus text format 0.0.4. */
export function metricsText(counters: Counters, gauges: Gauges): string {
  const lines = [
    ...Object.entries(counterHelp).map(([key, help]) =>
      metric(`${snake(key)}_total`, 'counter', help, counters[key as keyof Counters]),
    ),
    ...Object.entries(gaugeHelp).map(([key, help]) =>
      metric(snake(key), 'gauge', help, gauges[key as keyof Gauges]),
    ),
  ]
  return lines.join('')
}

function metric(name: string, type: string, help: string, value: number): string {
  const full = `onetrace_backend_${name}`
  return `# HELP ${full} ${help}\n# TYPE ${full} ${type}\n${full} ${value}\n`
}

function snake(camelCase: string): string {
  return camelCase.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
