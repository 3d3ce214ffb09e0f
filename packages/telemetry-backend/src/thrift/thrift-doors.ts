import type { Doors, Urls } from '../doors.ts'
import { type Listener, listen, PortError, type PortReason } from '../http/listen.ts'
import { logLine } from '../log-line.ts'
import type { ThriftReceiver } from './http-receiver.ts'

type ThriftDoor = 'thriftHttp' | 'thriftCompact' | 'thriftBinary'
type ThriftUrls = Pick<Urls, ThriftDoor>

/**
 * Old ways in beside OTLP: when another process has their port, the backend says so and runs
 * without. Their code is loaded only where one of them is wanted.
 */
export async function openThriftDoors(doors: Doors, receiver: ThriftReceiver): Promise<ThriftUrls> {
  const wanted = (['thriftHttp', 'thriftCompact', 'thriftBinary'] as const).filter(doors.wants)
  if (wanted.length === 0) return {}
  const [{ createThriftHttpReceiver }, { listenUdp }] = await Promise.all([
    import('./http-receiver.ts'),
    import('./udp-receiver.ts'),
  ])
  const listeners: Record<ThriftDoor, (reason: PortReason) => Promise<Listener>> = {
    thriftHttp: (reason) => listen({ ...reason, answer: createThriftHttpReceiver(receiver) }),
    thriftCompact: (reason) => listenUdp({ ...reason, encoding: 'compact', receiver }),
    thriftBinary: (reason) => listenUdp({ ...reason, encoding: 'binary', receiver }),
  }
  const urls: ThriftUrls = {}
  for (const door of wanted) {
    const url = await orWarn(doors.openWith(door, listeners[door]))
    if (url) urls[door] = url
  }
  return urls
}

async function orWarn(opening: Promise<string>): Promise<string | undefined> {
  try {
    return await opening
  } catch (error) {
    if (!(error instanceof PortError)) throw error
    logLine('warn', error.message)
    return undefined
  }
}
