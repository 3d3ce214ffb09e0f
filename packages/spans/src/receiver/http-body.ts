import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import { gunzip, inflate } from 'node:zlib'
import { ExportRefusal } from '../otlp/answer-export.ts'

/** The Collector's own limit, on the wire and after inflating. */
const mostBytes = 20 * 1024 * 1024

const decoders = { gzip: promisify(gunzip), deflate: promisify(inflate) }

/** A request's whole body, no longer compressed. Throws ExportRefusal. */
export async function readBody(request: IncomingMessage): Promise<Uint8Array> {
  const raw = await readRaw(request)
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase()
  if (encoding === 'identity' || encoding === '') return raw
  if (encoding !== 'gzip' && encoding !== 'deflate') {
    throw new ExportRefusal(`expected content encoding gzip, deflate or none, got ${encoding}`)
  }
  try {
    return await decoders[encoding](raw, { maxOutputLength: mostBytes })
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new ExportRefusal(`expected ${encoding} of at most ${mostBytes} bytes: ${why}`, { cause })
  }
}

async function readRaw(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size > mostBytes) throw new ExportRefusal(`expected at most ${mostBytes} bytes, got more`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
