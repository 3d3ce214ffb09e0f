import type { Readable, Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import type { Request, RequestHandler, Response } from 'express'
import { ApiError } from './api-error.ts'
import { continueUpload } from './request-form.ts'

/** Reads a body whole and inflated into `req.body`, undefined without one. */
export function readBody({ limit }: { limit: number }): RequestHandler {
  return async (req, res, next) => {
    req.body = await wholeBody(req, res, limit)
    next()
  }
}

/** RFC 9112, 6.3. */
export function hasBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

/**
 * The body whole and inflated, undefined without one. The limit holds for the bytes as they are
 * announced, as they come and as they are inflated, and the error for a larger body does not wait for
 * its end: body-parser reads on until the caller has sent it all.
 */
export async function wholeBody(
  req: Request,
  res: Response,
  limit: number,
): Promise<Buffer | undefined> {
  if (!hasBody(req)) return undefined
  const inflate = inflater(req.headers['content-encoding'] ?? 'identity')
  try {
    assertFits(Number(req.headers['content-length'] ?? 0), limit)
    continueUpload(req, res)
    return await collected(req, inflate, limit)
  } catch (err) {
    inflate?.destroy()
    req.resume() // the rest is thrown away, see checkForm
    throw err
  }
}

function inflater(encoding: string): Transform | undefined {
  const name = encoding.trim().toLowerCase()
  if (name === 'identity') return undefined
  const make = { gzip: createGunzip, deflate: createInflate, br: createBrotliDecompress }[name]
  if (make) return make()
  throw new ApiError(
    'unsupported_media_type',
    'expected content-encoding gzip, deflate, br or none',
  )
}

function collected(req: Request, inflate: Transform | undefined, limit: number): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  const fail = (check: () => void) => {
    try {
      check()
    } catch (err) {
      reject(err)
    }
  }
  req.once('aborted', () =>
    reject(new ApiError('client_closed_request', 'the caller left within its body')),
  )
  const chunks = watched(inflate ?? req, (size) => fail(() => assertFits(size, limit)))
  if (inflate) {
    watched(req, (size) => fail(() => assertFits(size, limit)))
    inflate.once('error', (cause) => {
      const message = 'the body is not what content-encoding says'
      reject(new ApiError('invalid_request', message, { cause }))
    })
    req.pipe(inflate)
  }
  const source = inflate ?? req
  source.once('end', () => resolve(Buffer.concat(chunks)))
  return promise.finally(() => {
    req.unpipe()
    source.removeAllListeners('data')
  })
}

/** Not by iteration, whose early end would destroy the request and the answer's way with it. */
function watched(stream: Readable, onSize: (size: number) => void): Buffer[] {
  const chunks: Buffer[] = []
  let size = 0
  stream.on('data', (chunk: Buffer) => {
    size += chunk.length
    chunks.push(chunk)
    onSize(size)
  })
  return chunks
}

function assertFits(size: number, limit: number): void {
  if (size <= limit) return
  throw new ApiError('payload_too_large', `expected a body of at most ${limit} bytes`)
}
