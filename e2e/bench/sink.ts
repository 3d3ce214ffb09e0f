// A process of its own that takes OTLP and counts the spans of each path: `/<variant>/v1/traces`. `GET /`
// answers with the counts.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { decodeOtlpTraces } from '@onetrace/spans/otlp'

const counts: Record<string, number> = {}

const server = createServer(async (req, res) => {
  if (req.method === 'GET') return void res.end(JSON.stringify(counts))
  const contentType = req.headers['content-type'] ?? ''
  const spans = decodeOtlpTraces({ body: await buffer(req), contentType })
  const [, variant = ''] = (req.url ?? '').split('/')
  counts[variant] = (counts[variant] ?? 0) + spans.length
  res.setHeader('content-type', 'application/x-protobuf').end()
})
server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
