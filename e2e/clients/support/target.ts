import { inject } from 'vitest'
import type { Tool, ToolName } from './tools.ts'
import type { UdpAddress } from './udp-address.ts'

export type Kind = 'embedded' | 'real'

/** Where the clients of a run send to and ask, the same for every backend. */
export interface Target {
  jaegerIs: Kind
  /** Embedded with the real Jaeger, too, where Loki is not there. */
  lokiIs: Kind
  otlp: string
  otlpGrpc: string
  query: string
  loki: string
  thriftHttp: string
  thriftCompact: UdpAddress
  thriftBinary: UdpAddress
}

declare module 'vitest' {
  interface ProvidedContext {
    target: Target
    tools: Record<ToolName, Tool>
  }
}

export const target: Target = inject('target')
