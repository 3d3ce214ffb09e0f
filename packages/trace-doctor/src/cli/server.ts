import { textOf, type Values } from './command.ts'
import { UsageError } from './usage-error.ts'

export function jaegerUrl(values: Values, env: NodeJS.ProcessEnv): string {
  const given = textOf(values, 'url') ?? env.ONETRACE_JAEGER_URL
  return readUrl('--url', given, 'http://localhost:16686')
}

export function lokiUrl(values: Values, env: NodeJS.ProcessEnv): string {
  const given = textOf(values, 'loki') ?? env.ONETRACE_LOKI_URL
  return readUrl('--loki', given, 'http://localhost:3100')
}

function readUrl(option: string, value: string | undefined, fallback: string): string {
  const url = value || fallback
  if (/^https?:\/\//.test(url) && URL.canParse(url)) return url
  throw new UsageError(`expected ${option} like ${fallback}, got ${JSON.stringify(url)}`)
}
