/** The body of a request to any server of ours: inflated, and bounded in both of its forms. */
import type { IncomingMessage } from 'node:http'
import type { Transform } from 'node:stream'
import zlib from 'node:zlib'

export class BodyError extends Error {
  override name = 'BodyError'
  /** `busy`: the same body may be taken later. */
  readonly reason: 'malformed' | 'too large' | 'busy'

  constructor(
    message: string,
    { cause, reason = 'malformed' }: { cause?: unknown; reason?: BodyError['reason'] } = {},
  ) {
    super(message, { cause })
    this.reason = reason
  }
}

export interface BodyBounds {
  /** Bounds both forms in bytes, and inflating stops where it is reached. */
  limit: number
  /** What bodies under way hold together; without it, each has its limit alone. */
  budget?: BodyRoom
}

export interface BodyRoom {
  /** False when there is no room; nothing is taken then. */
  take(bytes: number): boolean
  give(bytes: number): void
}

const inflaters: Record<string, () => Transform> = {
  gzip: zlib.createGunzip,
  deflate: zlib.createInflate, // of HTTP: the zlib format
  zlib: zlib.createInflate,
  zstd: zlib.createZstdDecompress, // Node has it since 22.15; before, the name is unknown here too
}

/** The whole body, inflated. Throws BodyError. */
export async function readBody(request: IncomingMessage, bounds: BodyBounds): Promise<Buffer> {
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? ''
  const inflate = inflaters[encoding]
  if (encoding !== '' && !inflate) {
    throw new BodyError(`unsupported content-encoding ${JSON.stringify(encoding)}`)
  }
  if (Number(request.headers['content-length']) > bounds.limit) throw tooLarge(bounds.limit)
  // The rest of a body that is refused here is read and dropped by Node once the answer is out.
  const sent = await collect(request.iterator({ destroyOnReturn: false }), bounds)
  return inflate ? inflateBounded(inflate(), { ...bounds, sent, encoding }) : sent
}

async function collect(
  chunks: AsyncIterable<unknown>,
  { limit, budget }: BodyBounds,
): Promise<Buffer> {
  const kept: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of chunks) {
      const { length } = chunk as Buffer
      if (size + length > limit) throw tooLarge(limit)
      if (budget?.take(length) === false) throw busy()
      size += length
      kept.push(chunk as Buffer)
    }
    return Buffer.concat(kept)
  } finally {
    budget?.give(size)
  }
}

/** Piece by piece: a bomb costs what it has grown to when the limit stops it. */
async function inflateBounded(
  stream: Transform,
  { sent, encoding, ...bounds }: BodyBounds & { sent: Buffer; encoding: string },
): Promise<Buffer> {
  stream.end(sent)
  try {
    return await collect(stream, bounds)
  } catch (cause) {
    if (cause instanceof BodyError) throw cause
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new BodyError(`the body is not ${encoding}: ${why}`, { cause })
  } finally {
    stream.destroy()
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
