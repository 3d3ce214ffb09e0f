/**
 * `pnpm bench [start] [versus] [traces] [logs]` measures a backend that runs in a process of its
 * own, with this process as its client. Rates "per core" are by the CPU time of the backend, so
 * that a busy machine changes them little.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { pinoLine } from '../src/testing/log-lines.ts'
import { type BackendProcess, startBackendProcess } from './backend-process.ts'
import { exportBodies, spansPerTrace } from './exports.ts'
import { middle, report } from './report.ts'
import { sendAll, timeGets } from './send.ts'
import { benchVersusJaeger } from './versus-jaeger.ts'

const traces = 50_000
const tracesPerExport = 50
const logLines = 200_000

const parts = { start: benchStart, versus: benchVersusJaeger, traces: benchTraces, logs: benchLogs }
const asked = process.argv.slice(2)
for (const [name, bench] of Object.entries(parts)) {
  if (asked.length === 0 || asked.includes(name)) await bench()
}

async function benchStart(): Promise<void> {
  await (await startBackendProcess()).stop() // this run leaves the compiled code for the next
  await benchStarts('', () => ({}))
  const empty = await mkdtemp(join(tmpdir(), 'onetrace-bench-'))
  let run = 0
  await benchStarts(', nothing compiled yet', () => ({
    NODE_COMPILE_CACHE: join(empty, String(run++)),
  }))
  await rm(empty, { recursive: true })
}

async function benchStarts(how: string, env: () => Record<string, string>): Promise<void> {
  const ready: number[] = []
  const idle: number[] = []
  for (let run = 0; run < 5; run++) {
    const backend = await startBackendProcess({ env: env() })
    ready.push(backend.readyMs)
    await pause(1000)
    idle.push(await backend.residentMegabytes())
    await backend.stop()
  }
  report(`start to ready line, median of 5${how}`, `${middle(ready).toFixed(0)} ms`)
  report(`idle memory, median of 5${how}`, `${middle(idle).toFixed(0)} MB resident`)
}

async function benchTraces(): Promise<void> {
  const limits = { BACKEND_MAX_TRACES: '100000', BACKEND_MAX_BYTES: String(4 * 1024 ** 3) }
  const backend = await startBackendProcess({ env: limits })
  try {
    const before = await backend.residentMegabytes()
    const traceIds = await loadTraces(backend)
    await pause(2000)
    const grown = (await backend.residentMegabytes()) - before
    const spans = traces * spansPerTrace
    report('memory per span', `${((grown * 1024 ** 2) / spans).toFixed(0)} B resident`)
    await benchQueries(backend, traceIds)
  } finally {
    await backend.stop()
  }
}

/** The first part is not counted, since it warms the compiler up. */
async function loadTraces(backend: BackendProcess): Promise<string[]> {
  const traceIds: string[] = []
  const counted = { spans: 0, seconds: 0, cpu: 0 }
  for (let sent = 0; sent < traces; ) {
    const parts = Array.from({ length: 50 }, () => exportBodies(tracesPerExport))
    const bodies = parts.flatMap((part) => part.bodies)
    const [started, cpu] = [performance.now(), await backend.cpuSeconds()]
    await sendAll(`${backend.urls.otlp}/v1/traces`, bodies)
    if (sent > traces / 5) {
      counted.spans += parts.reduce((sum, { spans }) => sum + spans, 0)
      counted.seconds += (performance.now() - started) / 1000
      counted.cpu += (await backend.cpuSeconds()) - cpu
    }
    for (const part of parts) traceIds.push(...part.traceIds)
    sent += 50 * tracesPerExport
  }
  report(
    'spans in, OTLP protobuf, per second of one core',
    (counted.spans / counted.cpu).toFixed(0),
  )
  report('spans in, by the clock', `${(counted.spans / counted.seconds).toFixed(0)} /s`)
  return traceIds
}

async function benchQueries({ urls }: BackendProcess, traceIds: string[]): Promise<void> {
  const pick = (at: number) => traceIds[(at * 7919) % traceIds.length]
  await timed('one trace of 50,000 by id', (at) => `${urls.query}/api/v3/traces/${pick(at)}`, 300)
  const search = `${urls.query}/api/traces?service=orders&limit=20&lookback=1h`
  await timed('search by service, 20 of 50,000', () => search, 10)
  const tagged = `${search}&tags=${encodeURIComponent('{"url.path":"/nowhere"}')}`
  await timed('search by tag without a hit', () => tagged, 10)
  const list = `${urls.query}/api/v3/trace-summaries?query.num_traces=100`
  await timed('list of the latest 100 traces', () => list, 10)
  await timed('numbers of all services', () => `${urls.query}/api/onetrace/services`, 3)
}

async function timed(what: string, url: (at: number) => string, times: number): Promise<void> {
  const taken = await timeGets(url, times)
  const slow = taken[Math.ceil(taken.length * 0.99) - 1] ?? 0
  report(what, `${middle(taken).toFixed(1)} ms median, ${slow.toFixed(1)} ms p99`)
}

async function benchLogs(): Promise<void> {
  const logDir = await mkdtemp(join(tmpdir(), 'onetrace-bench-'))
  const backend = await startBackendProcess({ env: { LOG_DIR: logDir } })
  try {
    await writeFile(join(logDir, 'orders.log'), logText())
    const [started, cpu] = [performance.now(), await backend.cpuSeconds()]
    await fetch(`${backend.urls.query}/quiesce`, { method: 'POST' })
    const seconds = (performance.now() - started) / 1000
    const busy = (await backend.cpuSeconds()) - cpu
    report('log lines followed, by the clock', `${(logLines / seconds).toFixed(0)} /s`)
    report('log lines followed, per second of one core', (logLines / busy).toFixed(0))
  } finally {
    await backend.stop()
    await rm(logDir, { recursive: true })
  }
}

/** Ten lines to a trace. */
function logText(): string {
  const lines = Array.from({ length: logLines }, (_, at) => {
    const traceId = Math.floor(at / 10)
      .toString(16)
      .padStart(32, '0')
    const ids = { trace_id: traceId, span_id: '00f067aa0ba902b7' }
    return pinoLine({ msg: 'request completed, as long as most', ...ids })
  })
  return lines.join('')
}
