import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import { gunzip, inflate, zstdDecompress } from 'node:zlib'
import { BodyBudget } from './body-budget.ts'

export class BodyError extends Error {
  override name = 'BodyError'
  readonly reason: 'malformed' | 'too large' | 'busy'

  constructor(
    message: string,
    { cause, reason = 'malformed' }: { cause?: unknown; reason?: BodyError['reason'] } = {},
  ) {
    super(message, { cause })
    this.reason = reason
  }
}

const megabyte = 1024 * 1024
const budget = new BodyBudget(192 * megabyte)

type Inflate = (body: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>

const inflaters: Record<string, Inflate> = {
  gzip: promisify(gunzip),
  deflate: promisify(inflate), // of HTTP: the zlib format
  zlib: promisify(inflate),
  zstd: promisify(zstdDecompress),
}

/** The whole body, inflated. `limit` bounds both forms, and inflating stops where it is reached. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? ''
  const unzip = inflaters[encoding]
  if (encoding !== '' && !unzip) {
    throw new BodyError(`unsupported content-encoding ${JSON.stringify(encoding)}`)
  }
  const sent = await collect(request, limit)
  return unzip ? inflateBounded(unzip, sent, { encoding, limit }) : sent
}

async function collect(request: IncomingMessage, limit: number): Promise<Buffer> {
  if (Number(request.headers['content-length']) > limit) throw tooLarge(limit)
  const chunks: Buffer[] = []
  let size = 0
  try {
    // The rest of a body that is refused here is read and dropped by Node once the answer is out.
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      const { length } = chunk as Buffer
      if (size + length > limit) throw tooLarge(limit)
      if (!budget.take(length)) throw busy()
      size += length
      chunks.push(chunk as Buffer)
    }
    return Buffer.concat(chunks)
  } finally {
    budget.give(size)
  }
}

async function inflateBounded(
  unzip: Inflate,
  body: Buffer,
  { encoding, limit }: { encoding: string; limit: number },
): Promise<Buffer> {
  try {
    return await unzip(body, { maxOutputLength: limit })
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(limit)
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new BodyError(`the body is not ${encoding}: ${why}`, { cause })
  }
}

function tooLarge(limit: number): BodyError {
  return new BodyError(`request body too large: more than ${limit} bytes`, {
    reason: 'too large',
  })
}

function busy(): BodyError {
  return new BodyError('too many request bodies are under way at once, try again', {
    reason: 'busy',
  })
}
