export interface UdpAddress {
  host: string
  port: number
}

/** An address from `udp://host:port`. */
export function udpAddress(url: string | undefined): UdpAddress {
  if (!url) throw new Error('expected the URL of a UDP door, got none')
  const { hostname, port } = new URL(url)
  return { host: hostname, port: Number(port) }
}
