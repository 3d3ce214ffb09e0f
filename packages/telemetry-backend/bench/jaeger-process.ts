import { accessSync, constants, readdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { delimiter, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type MeasuredProcess, measured, spawnOn } from './measured-process.ts'

export interface JaegerProcess extends MeasuredProcess {
  urls: { otlp: string; query: string }
}

const stack = fileURLToPath(new URL('../../../infra/stack/', import.meta.url))

/** In the folder that ONETRACE_STACK_BIN names, on PATH, or built by `pnpm stack --native`. */
export function findJaeger(env: NodeJS.ProcessEnv): string | undefined {
  const folders = [env.ONETRACE_STACK_BIN ?? '', ...(env.PATH ?? '').split(delimiter)]
  const named = folders.filter(Boolean).map((folder) => join(folder, 'jaeger'))
  return [...named, ...built(join(stack, '.bin'))].find(isProgram)
}

function built(folder: string): string[] {
  try {
    const names = readdirSync(folder).filter((name) => /^jaeger-[\w.]+\d$/.test(name))
    return names.map((name) => join(folder, name))
  } catch {
    return []
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

const variables = [
  'OTLP_PORT',
  'JAEGER_QUERY_PORT',
  'OTLP_GRPC_PORT',
  'JAEGER_QUERY_GRPC_PORT',
  'JAEGER_THRIFT_HTTP_PORT',
  'JAEGER_THRIFT_COMPACT_PORT',
  'JAEGER_THRIFT_BINARY_PORT',
  'JAEGER_HEALTH_PORT',
  'JAEGER_METRICS_PORT',
]

/** Jaeger v2 with its memory storage and one core, as the stack configures it. */
export async function startJaegerProcess(
  path: string,
  { core, maxTraces }: { core: number; maxTraces: number },
): Promise<JaegerProcess> {
  const ports = await Promise.all(variables.map(freePort))
  const env = {
    ...process.env,
    ...Object.fromEntries(variables.map((name, at) => [name, String(ports[at])])),
    JAEGER_LOG_LEVEL: 'error',
    JAEGER_MAX_TRACES: String(maxTraces),
    GOMAXPROCS: '1',
  }
  const config = join(stack, 'jaeger/jaeger.yaml')
  const child = spawnOn(core, [path, '--config', config], env)
  child.stdout.resume()
  const [otlp, query] = ports.map((port) => `http://127.0.0.1:${port}`)
  if (!otlp || !query) throw new Error("expected a port for each of Jaeger's doors")
  const process_ = measured(child)
  try {
    await untilAnswers(`${query}/api/services`)
  } catch (error) {
    await process_.stop()
    throw error
  }
  return { urls: { otlp, query }, ...process_ }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((listening) => server.once('listening', listening))
  const address = server.address()
  await new Promise((closed) => server.close(closed))
  if (typeof address !== 'object' || !address) throw new Error('expected a port')
  return address.port
}

async function untilAnswers(url: string): Promise<void> {
  const deadline = performance.now() + 30_000
  for (;;) {
    const answer = await fetch(url).catch(() => undefined)
    if (answer?.ok) return
    if (performance.now() > deadline) throw new Error(`expected Jaeger to answer at ${url}`)
    await pause(50)
  }
}
