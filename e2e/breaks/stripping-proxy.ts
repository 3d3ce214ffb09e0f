import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Proxy extends AsyncDisposable {
  url: string
}

/** Stands before a service and loses one header of each request, as a misconfigured proxy does. */
export async function startStrippingProxy(target: string, header: string): Promise<Proxy> {
  const server = createServer((req, res) => {
    const headers = { ...req.headers }
    delete headers[header]
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
