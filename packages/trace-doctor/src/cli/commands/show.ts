import { printTrace } from '@onetrace/span-tree'
import type { Trace } from '@onetrace/spans'
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
import { readLogs } from '../read-logs.ts'

export const show: Command = {
  usage: '<id | file> [options]',
  summary: 'Prints a trace as a tree, with durations and log lines',
  options: {
    ...serverOptions,
    logs: { value: 'file', help: 'log lines out of a file instead of Loki' },
    'no-logs': { help: 'without log lines' },
    plain: { help: "the tree alone, as a test's contract" },
    ...jsonOption,
  },
  details:
    'A trace out of a file is printed without log lines unless --logs or --loki says where they are.',
  async run({ positionals, values }, to) {
    const [name = ''] = expectArguments(positionals, ['one trace id or file'])
    const trace = await loadTrace(name, values, to)
    if (values.plain) {
      to.out(printTrace(trace))
      return 0
    }
    const logs = await logsFor(name, trace, values, to)
    to.out(
      values.json ? toJson(traceToJson(trace, logs)) : printTrace(trace, { comments: true, logs }),
    )
    return 0
  },
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
