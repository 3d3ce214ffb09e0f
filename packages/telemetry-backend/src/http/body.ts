import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import { gunzip, inflate, zstdDecompress } from 'node:zlib'

export class BodyError extends Error {
  override name = 'BodyError'
  /** Sent or inflated, it is beyond the limit. */
  readonly tooLarge: boolean

  constructor(
    message: string,
    { cause, tooLarge = false }: { cause?: unknown; tooLarge?: boolean } = {},
  ) {
    super(message, { cause })
    this.tooLarge = tooLarge
  }
}

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
  // The rest of a body that is refused here is read and dropped by Node once the answer is out.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += (chunk as Buffer).length
    if (size > limit) throw tooLarge(limit)
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks)
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
  return new BodyError(`request body too large: more than ${limit} bytes`, { tooLarge: true })
}
