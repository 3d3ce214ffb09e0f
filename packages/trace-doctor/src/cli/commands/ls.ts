import { styleText } from 'node:util'
import { escapeUnprintable, type TraceSummary } from '@onetrace/spans'
import { fetchSummaries } from '@onetrace/spans/jaeger'
import { type Command, expectArguments, jsonOption, serverOptions, textOf } from '../command.ts'
import { toJson } from '../json.ts'
import { jaegerUrl } from '../server.ts'
import { UsageError } from '../usage-error.ts'

const hour = 3_600_000_000_000n
/** Failed traces are picked out of so many: no Jaeger can be asked for them alone. */
const searched = 500

export const ls: Command = {
  usage: 'ls [options]',
  summary: 'Lists recent traces, the newest first',
  options: {
    service: { value: 'name', help: 'those that it takes part in' },
    limit: { value: 'n', help: 'how many (20)' },
    hours: { value: 'n', help: 'how far to look back (48)' },
    errors: { help: 'those with a failed span' },
    url: serverOptions.url ?? { help: '' },
    ...jsonOption,
  },
  async run({ positionals, values }, to) {
    expectArguments(positionals, [])
    const limit = readNumber('--limit', textOf(values, 'limit') ?? '20')
    const hours = readNumber('--hours', textOf(values, 'hours') ?? '48')
    const now = BigInt(Date.now()) * 1_000_000n
    const found = await fetchSummaries({
      url: jaegerUrl(values, to.env),
      service: textOf(values, 'service'),
      start: now - BigInt(hours) * hour,
      end: now + hour, // clocks of other machines may be ahead
      limit: values.errors ? searched : limit,
    })
    const wanted = values.errors ? found.filter(({ errors }) => errors > 0) : found
    const listed = wanted.slice(0, limit)
    to.out(values.json ? toJson(listed) : printSummaries(listed, to.color))
    return 0
  },
}

function printSummaries(summaries: TraceSummary[], color: boolean): string {
  if (summaries.length === 0) return 'no traces\n'
  const rows = summaries.map((summary) => cellsOf(summary))
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...rows.map((cells) => cells[column]?.length ?? 0)),
  )
  const lines = rows.map((cells, i) => {
    const aligned = cells.map((cell, column) =>
      column >= 2 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
    )
    const text = aligned.join('  ')
    const failed = color && (summaries[i]?.errors ?? 0) > 0
    return failed ? styleText('red', text, { validateStream: false }) : text
  })
  return `${lines.join('\n')}\n`
}

function cellsOf({ traceId, start, end, spans, errors, service, name }: TraceSummary): string[] {
  const time = new Date(Number(start / 1_000_000n)).toISOString().slice(0, 23).replace('T', ' ')
  const count = `${spans} span${spans === 1 ? ' ' : 's'}${errors > 0 ? `, ${errors} failed` : ''}`
  const duration = `${(Number(end - start) / 1e6).toFixed(1)} ms`
  return [traceId, time, duration, count, escapeUnprintable(`${service}: ${name}`)]
}

function readNumber(option: string, text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text)
  throw new UsageError(`expected ${option} as a whole number from 1, got ${JSON.stringify(text)}`)
}
