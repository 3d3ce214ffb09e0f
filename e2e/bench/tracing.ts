/**
 * `pnpm bench:tracing [--rounds 7] [--requests 2000] [--only off,channels,stock]`: what tracing costs the
 * users service for `GET /users/:id`, in CPU time of its process. All variants run side by side on one
 * PostgreSQL and are asked in turns, so that a busy machine slows down all of them; each round starts with
 * another. A sink counts the spans.
 */
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { withPostgres } from '@onetrace/postgres'
import { startProcess } from '@onetrace/processes'
import { sendGets } from './load.ts'
import { type Outcome, type Round, table } from './report.ts'
import { type MeasuredServer, startServer } from './server-process.ts'
import { type Variant, variants } from './variants.ts'

const { values: asked } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    requests: { type: 'string', default: '2000' },
    only: { type: 'string' },
  },
})
const [rounds, requests] = [Number(asked.rounds), Number(asked.requests)]
const only = asked.only?.split(',')
const chosen = variants.filter(({ name }) => !only || only.includes(name))
const names = variants.map(({ name }) => name).join(', ')

await withPostgres(async (postgres) => {
  const databaseUrl = await postgres.ensureDatabase({ database: 'users', role: 'users' })
  const sink = await startSink()
  const servers: MeasuredServer[] = []
  try {
    for (const variant of chosen) servers.push(await start(variant, databaseUrl, sink.url))
    const { path, body } = await createUser(servers)
    const measured = await measureAll(servers, path, body)
    const outcomes = await outcomesOf(servers, sink.url)
    console.log(`GET /users/:id, ${rounds} rounds of ${requests} requests: median (least-most)\n`)
    console.log(table(measured, outcomes))
    if (outcomes.some(isShort)) process.exitCode = 1
  } finally {
    await Promise.all(servers.map(({ stop }) => stop()))
    await sink.stop()
  }
})

async function startSink() {
  const url = Promise.withResolvers<string>()
  const { stop } = startProcess({
    name: 'the sink',
    command: process.execPath,
    args: [fileURLToPath(new URL('sink.ts', import.meta.url))],
    env: process.env,
    onLine: url.resolve,
    guard: {},
  })
  return { url: await url.promise, stop }
}

function start(variant: Variant, databaseUrl: string, sinkUrl: string): Promise<MeasuredServer> {
  return startServer(variant, {
    DATABASE_URL: databaseUrl,
    OTEL_SERVICE_NAME: 'users',
    OTEL_EXPORTER_OTLP_ENDPOINT: `${sinkUrl}/${keyOf(variant)}`,
    OTEL_BSP_MAX_QUEUE_SIZE: '20000', // one burst of requests is no reason to drop
    OTEL_BSP_SCHEDULE_DELAY: '1000',
  })
}

function keyOf({ name }: Variant): string {
  return name.replaceAll(/\W+/g, '-')
}

/** Any of them, in a trace that is not sampled: its spans are none of those that are counted. */
async function createUser([server]: MeasuredServer[]): Promise<{ path: string; body: string }> {
  if (!server) throw new Error(`--only: expected names out of ${names}, got "${asked.only}"`)
  const { url } = server
  const headers = { traceparent: `00-${'1'.repeat(32)}-${'1'.repeat(16)}-00` }
  const response = await fetch(`${url}/users`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Ada' }),
  })
  const path = response.headers.get('location') ?? ''
  return { path, body: await (await fetch(`${url}${path}`, { headers })).text() }
}

async function measureAll(servers: MeasuredServer[], path: string, body: string) {
  const measured: Round[][] = []
  // The first round warms the compilers up and is not counted.
  for (let round = -1; round < rounds; round += 1) {
    const turn = Math.max(round, 0) % servers.length
    const results: Round[] = []
    for (const server of [...servers.slice(turn), ...servers.slice(0, turn)]) {
      results.push(await measureOne(server, path, body))
    }
    if (round >= 0) measured.push(results)
  }
  return measured
}

async function measureOne(server: MeasuredServer, path: string, body: string): Promise<Round> {
  const before = await server.measure()
  const started = performance.now()
  await sendGets(server.url + path, requests, body)
  const seconds = (performance.now() - started) / 1000
  await server.quiesce() // what is sent later costs as well
  const { cpuSeconds } = await server.measure()
  return {
    variant: server.name,
    cpuMicros: ((cpuSeconds - before.cpuSeconds) / requests) * 1e6,
    perSecond: requests / seconds,
  }
}

async function outcomesOf(servers: MeasuredServer[], sinkUrl: string): Promise<Outcome[]> {
  const counts = await (await fetch(sinkUrl)).json()
  return Promise.all(
    servers.map(async (server) => {
      const { residentMegabytes } = await server.measure()
      const { name, readyMs, spansEach } = server
      const expectedSpans =
        spansEach === undefined ? undefined : spansEach * requests * (rounds + 1)
      return { name, readyMs, residentMegabytes, spans: counts[keyOf(server)] ?? 0, expectedSpans }
    }),
  )
}

function isShort({ spans, expectedSpans }: Outcome): boolean {
  return expectedSpans !== undefined && spans !== expectedSpans
}
