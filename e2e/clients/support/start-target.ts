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
  throw new Error(`ONETRACE_BACKEND: expected embedded, got "${kind}"`)
}

async function startEmbedded(): Promise<Started> {
  const ports = { otlp: 0, query: 0, loki: 0, thriftHttp: 0, thriftCompact: 0, thriftBinary: 0 }
  const { urls, close } = await startBackend({ ports })
  const { otlp, query, loki, thriftHttp = '', thriftCompact, thriftBinary } = urls
  const target: Target = {
    kind: 'embedded',
    otlp,
    query,
    loki,
    thriftHttp,
    thriftCompact: udpAddress(thriftCompact),
    thriftBinary: udpAddress(thriftBinary),
  }
  return { target, stop: close }
}
