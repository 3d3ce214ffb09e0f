#!/usr/bin/env node
import { fetchLogs, LokiError } from '../logs/loki.ts'
import type { Trace } from '../model.ts'
import { fetchTrace } from '../sources/jaeger-api.ts'
import { JaegerError } from '../sources/jaeger-error.ts'
import type { LogLine } from '../text/log-line.ts'
import { printTrace } from '../text/print-trace.ts'
import { type Arguments, help, readArguments, UsageError } from './arguments.ts'

const day = 24n * 3_600_000_000_000n

// A reader that has seen enough, like `head`, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1)
})

try {
  const options = readArguments(process.argv.slice(2), process.env)
  process.stdout.write(options ? await show(options) : help)
} catch (error) {
  if (!(error instanceof UsageError || error instanceof JaegerError)) throw error
  process.stderr.write(`span-tree: ${error.message}\n`)
  process.exitCode = 1
}

async function show(options: Arguments): Promise<string> {
  const trace = await fetchTrace(options)
  if (options.plain) return printTrace(trace)
  return printTrace(trace, {
    comments: true,
    logs: options.logs ? await readLogs(options, trace) : [],
  })
}

/** A trace without its logs is still worth printing. */
async function readLogs({ loki, traceId }: Arguments, trace: Trace): Promise<LogLine[]> {
  const yesterday = BigInt(Date.now()) * 1_000_000n - day
  const starts = trace.spans.map((span) => span.startTime - day / 24n)
  const start = starts.reduce((least, time) => (time < least ? time : least), yesterday)
  try {
    return await fetchLogs({ url: loki, traceId, start })
  } catch (error) {
    if (!(error instanceof LokiError)) throw error
    process.stderr.write(`span-tree: no log lines: ${error.message}\n`)
    return []
  }
}
