import { createServer, type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface SpoilingProxy extends AsyncDisposable {
  url: string
}

/** Gives the headers with which a request goes on; with undefined, the proxy hangs up. */
export type Pass = (req: IncomingMessage) => OutgoingHttpHeaders | undefined

/** Starts a proxy before a service, which changes the headers of requests. */
export async function startProxy(target: string, pass: Pass): Promise<SpoilingProxy> {
  const server = createServer((req, res) => {
    const headers = pass(req)
    if (!headers) return void req.socket.destroy()
    const onward = request(target + req.url, { method: req.method ?? 'GET', headers }, (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(res)
    })
    onward.on('error', (err) => res.destroy(err))
    req.pipe(onward)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}
