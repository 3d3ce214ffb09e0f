import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { anyPortsWithStack } from '@onetrace/dev'
import { startStack } from '@onetrace/stack'
import { startBackend } from '@onetrace/telemetry-backend'
import type { TestProject } from 'vitest/node'
import type { Target } from './target.ts'
import { findTools } from './tools.ts'
import { udpAddress } from './udp-address.ts'

/** Starts what ONETRACE_BACKEND names, once for all files. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const tools = await findTools()
  for (const [name, tool] of Object.entries(tools)) {
    if ('missing' in tool) console.log(`skipped: tests with ${name}: ${tool.missing}`)
  }
  const { target, stop } = await startTarget(process.env.ONETRACE_BACKEND || 'embedded')
  project.provide('target', target)
  project.provide('tools', tools)
  return stop
}

interface Started {
  target: Target
  stop: () => Promise<void>
}

async function startTarget(kind: string): Promise<Started> {
  if (kind === 'embedded') return startEmbedded()
  if (kind === 'stack') return startRealStack()
  throw new Error(`ONETRACE_BACKEND: expected embedded or stack, got "${kind}"`)
}

async function startEmbedded(): Promise<Started> {
  const ports = {
    otlp: 0,
    otlpGrpc: 0,
    query: 0,
    loki: 0,
    thriftHttp: 0,
    thriftCompact: 0,
    thriftBinary: 0,
  }
  const { urls, close } = await startBackend({ ports })
  const { otlp, otlpGrpc = '', query, loki, thriftHttp = '', thriftCompact, thriftBinary } = urls
  const target: Target = {
    jaegerIs: 'embedded',
    lokiIs: 'embedded',
    otlp,
    otlpGrpc,
    query,
    loki,
    thriftHttp,
    thriftCompact: udpAddress(thriftCompact),
    thriftBinary: udpAddress(thriftBinary),
  }
  return { target, stop: close }
}

/** Starts the real Jaeger, and Loki where it exists; Promtail and Prometheus have nothing to do. */
async function startRealStack(): Promise<Started> {
  const dir = mkdtempSync(join(tmpdir(), 'onetrace-clients-'))
  const ports = await anyPortsWithStack()
  const remove = () => rmSync(dir, { recursive: true, force: true })
  try {
    const logDir = join(dir, 'logs')
    const stack = await startStack({ ports, dir, logDir, targets: {}, say: console.log })
    if (stack.note) console.log(stack.note)
    const at = (port: number) => `http://127.0.0.1:${port}`
    const target: Target = {
      jaegerIs: 'real',
      lokiIs: stack.note ? 'embedded' : 'real',
      otlp: at(ports.otlp),
      otlpGrpc: at(ports.otlpGrpc),
      query: stack.urls.query,
      loki: stack.urls.loki,
      thriftHttp: at(ports.thriftHttp),
      thriftCompact: { host: '127.0.0.1', port: ports.thriftCompact },
      thriftBinary: { host: '127.0.0.1', port: ports.thriftBinary },
    }
    return { target, stop: () => stack.stop().finally(remove) }
  } catch (error) {
    remove()
    throw error
  }
}
