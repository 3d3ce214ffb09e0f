import { inject } from 'vitest'
import type { Tool } from '../../src/python.ts'
import type { ToolName } from './tools.ts'
import type { UdpAddress } from './udp-address.ts'

export type Kind = 'embedded' | 'real'

/** The addresses that clients send to and ask, in the same form for every backend. */
export interface Target {
  jaegerIs: Kind
  /** It is embedded also beside the real Jaeger, where the real Loki is not installed. */
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
