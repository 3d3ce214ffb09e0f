import {
  type Listener,
  type ListenOptions,
  listen,
  type PortReason,
  type Upgrade,
} from './http/listen.ts'

export interface Ports {
  otlp?: number
  otlpGrpc?: number
  query?: number
  loki?: number
  thriftHttp?: number
  thriftCompact?: number
  thriftBinary?: number
}

export interface Urls {
  otlp: string
  /** OTLP/gRPC: `http://host:port`, as exporters want it. */
  otlpGrpc?: string
  query: string
  loki: string
  thriftHttp?: string
  /** `udp://host:port` */
  thriftCompact?: string
  thriftBinary?: string
}

type Door = keyof Urls

const reasons: Record<Door, Omit<PortReason, 'host'>> = {
  otlp: { port: 4318, purpose: 'spans in, OTLP/HTTP', variable: 'OTLP_PORT' },
  otlpGrpc: { port: 4317, purpose: 'spans in, OTLP/gRPC', variable: 'OTLP_GRPC_PORT' },
  query: { port: 16686, purpose: 'the page and the Jaeger API', variable: 'JAEGER_QUERY_PORT' },
  loki: { port: 3100, purpose: 'the Loki API', variable: 'LOKI_PORT' },
  thriftHttp: {
    port: 14268,
    purpose: 'spans in, Jaeger thrift over HTTP',
    variable: 'JAEGER_THRIFT_HTTP_PORT',
  },
  thriftCompact: {
    port: 6831,
    purpose: 'spans in, compact Jaeger thrift over UDP',
    variable: 'JAEGER_THRIFT_COMPACT_PORT',
  },
  thriftBinary: {
    port: 6832,
    purpose: 'spans in, binary Jaeger thrift over UDP',
    variable: 'JAEGER_THRIFT_BINARY_PORT',
  },
}

export function portsOf(urls: Partial<Urls>): Ports {
  const ports = Object.entries(urls).map(([door, url]) => [door, Number(new URL(url).port)])
  return Object.fromEntries(ports)
}

export type Doors = ReturnType<typeof openDoors>

interface DoorOptions {
  host?: string
  ports?: Ports | 0
}

/** Opens doors, which are the listeners of this backend, and closes all of them together. */
export function openDoors({ host = '127.0.0.1', ports: given = {} }: DoorOptions) {
  const ports: Ports = given === 0 ? { otlp: 0, otlpGrpc: 0, query: 0, loki: 0 } : given
  const listeners: Listener[] = []
  return {
    /** Whether a port was given; some doors stay closed without one. */
    wants: (door: Door) => ports[door] !== undefined,
    async openWith(door: Door, listenAt: (reason: PortReason) => Promise<Listener>) {
      const reason = reasons[door]
      const listener = await listenAt({ ...reason, host, port: ports[door] ?? reason.port })
      listeners.push(listener)
      return listener.url
    },
    open(door: Door, answer: ListenOptions['answer'], upgrade?: Upgrade): Promise<string> {
      return this.openWith(door, (reason) => listen({ ...reason, answer, upgrade }))
    },
    async close(): Promise<void> {
      await Promise.all(listeners.map((listener) => listener.close()))
    },
  }
}
