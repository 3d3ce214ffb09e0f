import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type MeasuredProcess, measured, spawnOn } from './measured-process.ts'

export interface BackendProcess extends MeasuredProcess {
  urls: { otlp: string; query: string; loki: string }
  readyMs: number
}

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
/**
 * Where a fleet keeps compiled code. It is set from outside, so that it serves the first file, too.
 */
const compiled = fileURLToPath(new URL('../../../node_modules/.cache/onetrace/', import.meta.url))

interface Options {
  env?: Record<string, string>
  /** The only core that it may run on. */
  core?: number
  nodeFlags?: string[]
}

export async function startBackendProcess({
  env = {},
  core,
  nodeFlags = [],
}: Options = {}): Promise<BackendProcess> {
  const started = performance.now()
  const ports = Object.fromEntries(variables.map((name) => [name, '0']))
  const command = [process.execPath, ...nodeFlags, main]
  const child = spawnOn(core, command, {
    ...process.env,
    NODE_COMPILE_CACHE: compiled,
    ...ports,
    ...env,
  })
  const [line] = await once(createInterface(child.stdout), 'line')
  const { urls } = JSON.parse(line)
  return { urls, readyMs: performance.now() - started, ...measured(child) }
}

const variables = [
  'OTLP_PORT',
  'OTLP_GRPC_PORT',
  'JAEGER_QUERY_PORT',
  'LOKI_PORT',
  'JAEGER_THRIFT_HTTP_PORT',
  'JAEGER_THRIFT_COMPACT_PORT',
  'JAEGER_THRIFT_BINARY_PORT',
]
