import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Offers `POST /quiesce` to other processes, which answers when all log lines have arrived. */
export async function serveQuiesce(quiesce: () => Promise<void>) {
  const server = createServer(async (req, res) => {
    req.resume()
    if (req.method !== 'POST' || req.url !== '/quiesce') return void res.writeHead(404).end()
    try {
      await quiesce()
      res.writeHead(204).end()
    } catch (err) {
      res.writeHead(500).end(err instanceof Error ? err.message : String(err))
    }
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/quiesce`,
    async close() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}
