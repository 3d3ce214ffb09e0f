import type { Labels } from '../log-store.ts'

/** Loki's default of `discover_service_name`, in its order. */
const serviceLabels = [
  'service',
  'app',
  'application',
  'app_name',
  'name',
  'app_kubernetes_io_name',
  'container',
  'container_name',
  'k8s_container_name',
  'component',
  'workload',
  'job',
  'k8s_job_name',
]

export function withServiceName(labels: Labels): Labels {
  if (labels.service_name) return labels
  const found = serviceLabels.find((name) => labels[name])
  return { ...labels, service_name: (found && labels[found]) ?? 'unknown_service' }
}

const levelFields = /^(?:level|lvl|severity|severity_text|log\.level|loglevel)$/i
const inJson = /"(?:level|lvl|severity|severity_text|log\.level|loglevel)"\s*:\s*"([a-z]+)"/i
const inLogfmt = /(?:^|\s)(?:level|lvl|severity|severity_text|loglevel)="?([a-z]+)/i
const words: [RegExp, string][] = [
  [/\b(?:err|error)\b/i, 'error'],
  [/\b(?:warn|warning)\b/i, 'warn'],
  [/\b(?:critical)\b/i, 'critical'],
  [/\b(?:fatal)\b/i, 'fatal'],
  [/\bdebug\b/i, 'debug'],
]
const spellings: Record<string, string> = {
  trace: 'trace',
  trc: 'trace',
  debug: 'debug',
  dbg: 'debug',
  info: 'info',
  inf: 'info',
  information: 'info',
  warn: 'warn',
  wrn: 'warn',
  warning: 'warn',
  error: 'error',
  err: 'error',
  critical: 'critical',
  fatal: 'fatal',
}

/** OTLP's numbers: four to a level. */
const severities = ['trace', 'debug', 'info', 'warn', 'error', 'fatal']

/**
 * Loki's `discover_log_levels`: from a label, else from OTLP's severity, else from a field of the
 * line, else from a word in it.
 */
export function detectLevel(text: string, ...labels: Labels[]): string {
  for (const set of labels) {
    for (const name in set)
      if (levelFields.test(name)) return spell(set[name] ?? '') ?? set[name] ?? ''
  }
  const severity = labels.map(({ severity_number: number }) => number).find(Boolean)
  if (severity) return severities[Math.floor((Number(severity) - 1) / 4)] ?? 'unknown'
  const field = (text.startsWith('{') ? inJson : inLogfmt).exec(text)?.[1]
  if (field) return spell(field) ?? 'unknown'
  return words.find(([word]) => word.test(text))?.[1] ?? 'unknown'
}

function spell(level: string): string | undefined {
  return spellings[level.toLowerCase()]
}
