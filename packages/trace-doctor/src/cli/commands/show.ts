import { printTrace } from '@onetrace/span-tree'
import { formatDuration, type Trace, tellStory } from '@onetrace/spans'
import { joinStatements } from '../../logs/join-statements.ts'
import { readLogFile } from '../../logs/log-file.ts'
import type { LogRecord } from '../../logs/log-record.ts'
import {
  type Command,
  expectArguments,
  jsonOption,
  serverOptions,
  type Terminal,
  textOf,
  type Values,
} from '../command.ts'
import { findFile, loadTrace } from '../inputs.ts'
import { toJson, traceToJson } from '../json.ts'
import { fetchLinked, originNotes } from '../linked.ts'
import { readLogs } from '../read-logs.ts'
import { jaegerUrl } from '../server.ts'

export const show: Command = {
  usage: '<id | file> [options]',
  summary: 'Prints a trace as a tree, with durations and log lines',
  options: {
    ...serverOptions,
    logs: { value: 'file', help: 'log lines out of a file instead of Loki' },
    'no-logs': { help: 'without log lines' },
    plain: { help: "the tree alone, as a test's contract" },
    linked: { help: 'with --plain too: the traces that go on from this one by a link, as ~ lines' },
    'no-linked': { help: 'without them' },
    ...jsonOption,
  },
  details: `A trace out of a file is printed without log lines unless --logs or --loki says where they are, and
without traces that link to it. Those are known to this project's own backend; of a Jaeger a trace says what
it goes on from itself. Behind a database span stands the server's own time, where its log was read.`,
  async run({ positionals, values }, to) {
    const [name = ''] = expectArguments(positionals, ['one trace id or file'])
    const trace = await loadTrace(name, values, to)
    const linked = await linkedOf(name, trace, values, to)
    const story = tellStory(trace, linked)
    if (values.plain) {
      to.out(printTrace(story))
      return 0
    }
    const logs = await Promise.all([trace, ...linked].map((one) => logsFor(name, one, values, to)))
    to.out(
      values.json
        ? toJson(traceToJson(trace, logs[0] ?? []))
        : await printStory(name, { trace, linked, story, logs: logs.flat() }, values, to),
    )
    return 0
  },
}

interface Story {
  trace: Trace
  linked: Trace[]
  story: Trace
  logs: LogRecord[]
}

async function printStory(
  name: string,
  { trace, linked, story, logs }: Story,
  values: Values,
  to: Terminal,
): Promise<string> {
  const { servers, lines } = joinStatements(logs)
  const notes = new Map(findFile(name) ? [] : await originNotes(jaegerUrl(values, to.env), trace))
  for (const [spanId, { durationMs }] of servers) {
    notes.set(spanId, [`server ${formatDuration(durationMs)}`])
  }
  for (const { traceId, spans } of linked) {
    const first = spans.find(({ parentSpanId }) => parentSpanId === undefined)
    if (first) notes.set(first.spanId, [`trace ${traceId}`])
  }
  return printTrace(story, { comments: true, logs: lines, notes })
}

async function linkedOf(
  name: string,
  trace: Trace,
  values: Values,
  to: Terminal,
): Promise<Trace[]> {
  if (findFile(name) || values['no-linked'] || (values.plain && !values.linked)) return []
  const linked = await fetchLinked(jaegerUrl(values, to.env), trace)
  if (!linked.known && (values.linked || isUnanswered(trace))) to.warn(unknownLinks)
  return linked.traces
}

const unknownLinks =
  'this Jaeger does not tell which traces link to this one: what came of a message may stand in another'

/** It published what nobody took in this very trace. */
function isUnanswered({ spans }: Trace): boolean {
  const answered = new Set(
    spans.flatMap(({ kind, parentSpanId, links }) =>
      kind === 'consumer' ? [parentSpanId, ...links.map(({ spanId }) => spanId)] : [],
    ),
  )
  return spans.some(({ kind, spanId }) => kind === 'producer' && !answered.has(spanId))
}

async function logsFor(
  name: string,
  trace: Trace,
  values: Values,
  to: Terminal,
): Promise<LogRecord[]> {
  if (values['no-logs']) return []
  const file = textOf(values, 'logs')
  if (file) return (await readLogFile(file)).filter(({ traceId }) => traceId === trace.traceId)
  if (findFile(name) && !textOf(values, 'loki')) return []
  return readLogs(trace, values, to)
}
