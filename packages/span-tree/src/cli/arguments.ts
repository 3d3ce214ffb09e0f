import { parseArgs } from 'node:util'

export interface Arguments {
  traceId: string
  url: string
  loki: string
  logs: boolean
  plain: boolean
}

/** A command line that says nothing that could be done. */
export class UsageError extends Error {
  override name = 'UsageError'
}

export const help = `Prints a trace as a tree, with durations and log lines.

  span-tree <trace id> [options]

The trace id may also be the value of a traceparent or traceresponse header.

  --url <url>    Jaeger's query API  (ONETRACE_JAEGER_URL, http://localhost:16686)
  --loki <url>   Loki                (ONETRACE_LOKI_URL, http://localhost:3100)
  --no-logs      without log lines
  --plain        the tree alone, as a test's contract
  --help
`

/** Nothing where help is asked for. */
export function readArguments(args: string[], env: NodeJS.ProcessEnv): Arguments | undefined {
  const { values, positionals } = parse(args)
  if (values.help) return undefined
  const [id, ...more] = positionals
  if (id === undefined || more.length > 0) {
    throw new UsageError(`expected one trace id, got ${positionals.length} (see --help)`)
  }
  return {
    traceId: readTraceId(id),
    url: readUrl('--url', values.url ?? env.ONETRACE_JAEGER_URL, 'http://localhost:16686'),
    loki: readUrl('--loki', values.loki ?? env.ONETRACE_LOKI_URL, 'http://localhost:3100'),
    logs: !values['no-logs'] && !values.plain,
    plain: values.plain ?? false,
  }
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        url: { type: 'string' },
        loki: { type: 'string' },
        'no-logs': { type: 'boolean' },
        plain: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new UsageError(`${why.split('. ')[0]} (see --help)`, { cause })
  }
}

/** Jaeger shows an id whose upper half is zero with 16 digits. */
export function readTraceId(text: string): string {
  const value = text.trim().replace(/^(traceparent|traceresponse)\s*:\s*/i, '')
  const inHeader = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})?-/i.exec(value)?.[1]
  const id = (inHeader ?? value).toLowerCase()
  if (/^([0-9a-f]{16}){1,2}$/.test(id) && !/^0+$/.test(id)) return id.padStart(32, '0')
  throw new UsageError(
    `expected a trace id of 32 hex digits or a traceparent header, got ${JSON.stringify(text)}`,
  )
}

function readUrl(option: string, value: string | undefined, fallback: string): string {
  const url = value || fallback
  if (/^https?:\/\//.test(url) && URL.canParse(url)) return url
  throw new UsageError(`expected ${option} like ${fallback}, got ${JSON.stringify(url)}`)
}
