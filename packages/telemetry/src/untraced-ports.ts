/** Local ports whose requests make no spans: scrapes, health checks, quiesce. */
const untracedPorts = new Set<number>()

export function traceNothingOn(port: number): void {
  untracedPorts.add(port)
}

export function isUntraced(port: number | undefined): boolean {
  return port !== undefined && untracedPorts.has(port)
}
