import { createRequire } from 'node:module'
import { join } from 'node:path'
import { until } from '@onetrace/processes'
import { waitForTrace } from '@onetrace/span-tree'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { backendName } from '../src/backend-name.ts'
import { startTestFleet, type TestFleet } from '../src/test-fleet.ts'
import { addressOf, createWorld, type World } from '../src/world.ts'
import { isMissing, pathOf } from './support/run-tool.ts'
import { type AgentProcess, startAgent } from './support/start-agent.ts'

// A small HTTP server that knows nothing of OpenTelemetry calls the gateway, under each agent, started with
// what the backend's screen says. Logs and metrics stay on, as the agent has them.

const isEmbedded = backendName(process.env) === 'embedded'
const here = import.meta.dirname
const register = createRequire(import.meta.url).resolve(
  '@opentelemetry/auto-instrumentations-node/register',
)

/** The command opentelemetry-instrument, whose own script knows where its environment was made. */
const instrument = 'from opentelemetry.instrumentation.auto_instrumentation import run; run()'

interface Agent {
  name: string
  isMissing: boolean
  /** How it names the span of a request to `/shop`. */
  server: string
  program: () => { command: string; args: string[] }
}

const agents: Agent[] = [
  {
    name: 'Node',
    isMissing: false,
    server: 'GET',
    program: () => ({
      command: process.execPath,
      args: ['--require', register, join(here, 'node/shop.cjs')],
    }),
  },
  {
    name: 'Python',
    isMissing: isMissing('Python agent'),
    server: 'GET /shop',
    program: () => ({
      command: pathOf('Python agent'),
      args: ['-c', instrument, pathOf('Python agent'), join(here, 'python/shop.py')],
    }),
  },
  {
    name: 'Java agent',
    isMissing: isMissing('Java agent'),
    server: 'GET /shop',
    program: () => ({
      command: 'java',
      args: [`-javaagent:${pathOf('Java agent')}`, join(here, 'java/Shop.java')],
    }),
  },
]

let fleet: TestFleet
let world: World
let userUrl: string

beforeAll(async () => {
  fleet = await startTestFleet()
  world = createWorld(addressOf(fleet))
  userUrl = `${world.urls.gateway}/users/${await world.createUser()}`
})

afterAll(() => fleet?.[Symbol.asyncDispose]())

function environment(name: string, protocol: string): Record<string, string> {
  const port = protocol === 'grpc' ? fleet.ports.otlpGrpc : fleet.ports.otlp
  return {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
    OTEL_SERVICE_NAME: name,
    // A test waits for them; what is sent stays the same.
    OTEL_BSP_SCHEDULE_DELAY: '100',
    OTEL_BLRP_SCHEDULE_DELAY: '100',
    OTEL_METRIC_EXPORT_INTERVAL: '500',
  }
}

describe.each(agents)('$name', ({ name, isMissing, server, program }) => {
  test.skipIf(isMissing).each([['http/protobuf'], ['grpc']])(
    'over %s: one trace with those whom it calls',
    async (protocol) => {
      const service = `shop-${name.toLowerCase().replace(' ', '-')}-${protocol.replace('/', '-')}`
      const { command, args } = program()
      await using agent = await startAgent({
        name,
        command,
        args: [...args, userUrl, world.key],
        env: environment(service, protocol),
      })

      const answer = await fetch(agent.url)

      expect(answer.status).toBe(200)
      const traceId = answer.headers.get('traceresponse')?.split('-')[1] ?? ''
      await world.quiesce()
      const tree = treeOf(service, server)
      const trace = await waitForTrace(traceId, { url: world.urls.query, until: tree })
      expect(trace).toMatchSpanTree(tree)
      if (!isEmbedded) return // Jaeger refuses logs and metrics, and agents complain of it
      if (name === 'Java agent') await expectLine(traceId, service)
      await untilMetrics(service)
      expect(complaints(agent)).toEqual([])
    },
  )
})

function treeOf(service: string, server: string): string {
  return `${service}: ${server} [server]
  ...
  ${service}: GET [client]
    ...
    gateway: GET /users/:id [server]
      ...`
}

/** Its logger's lines come by OTLP. */
async function expectLine(traceId: string, service: string): Promise<void> {
  const lines = async () => (await world.logs(traceId)).filter((line) => line.service === service)
  await until(async () => expect(await lines()).toHaveLength(1), {
    what: `the log line of ${service}`,
    deadlineMs: 120_000,
  })
  expect(await lines()).toMatchObject([{ level: 'info', message: 'the other answered 200' }])
}

/** When they are sent, whatever the agent has to say of the answer is said at the second export. */
async function untilMetrics(service: string): Promise<void> {
  await until(
    async () => {
      const about = await (await fetch(`${world.urls.query}/api/onetrace/about`)).json()
      expect(about.metricSenders).toContain(service)
    },
    { what: `metrics of ${service}`, deadlineMs: 120_000 },
  )
}

/** Of exports, not of what the agent says of itself. */
function complaints({ lines }: AgentProcess): string[] {
  return lines.filter((line) => /export|UNIMPLEMENTED|\b404\b/i.test(line))
}
