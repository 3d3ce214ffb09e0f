export class PortTakenError extends Error {
  override name = 'PortTakenError'
  readonly port: number

  constructor(port: number) {
    super(`expected port ${port} of 127.0.0.1 to be free for PostgreSQL, it is in use`)
    this.port = port
  }
}
