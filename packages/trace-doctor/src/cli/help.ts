import type { Command } from './command.ts'

export function commandHelp({ usage, summary, details, options }: Command): string {
  const rows = Object.entries({ ...options, help: { help: 'this text' } })
  const names = rows.map(([name, option]) => {
    const value = 'value' in option && option.value ? ` <${option.value}>` : ''
    return `--${name}${value}`
  })
  const width = Math.max(...names.map((name) => name.length))
  const list = rows.map(([, { help }], i) => `  ${(names[i] ?? '').padEnd(width)}  ${help}`)
  const text = [`${summary}.`, '', `  trace-doctor ${usage}`, '', ...list]
  return `${[...text, ...(details ? ['', details] : [])].join('\n')}\n`
}

export function overview(commands: Command[]): string {
  const width = Math.max(...commands.map(({ usage }) => shortUsage(usage).length))
  const list = commands.map(
    ({ usage, summary }) =>
      `  trace-doctor ${shortUsage(usage).padEnd(width)}  ${firstLower(summary)}`,
  )
  return `${['Traces as trees of text.', '', ...list, '', common].join('\n')}\n`
}

const common = `A trace is named by its id, by the value of a traceparent or traceresponse header, or by a file with
Jaeger JSON or OTLP JSON (file#2 or file#<id> where it holds several).

  --url <url>    Jaeger's query API  (ONETRACE_JAEGER_URL, http://localhost:16686)
  --loki <url>   Loki                (ONETRACE_LOKI_URL, http://localhost:3100)
  --json         one JSON document instead of text
  --help         of each command: all its options

Exit code: 0 nothing found, 1 findings or a difference, 2 wrong usage, unreadable or unreachable.
Output is colored on a terminal only; NO_COLOR and FORCE_COLOR change that.`

function shortUsage(usage: string): string {
  return usage.replace(' [options]', '')
}

function firstLower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
