import type { IncomingMessage } from 'node:http'
import type { Transform } from 'node:stream'
import { createGunzip, createInflate, createZstdDecompress } from 'node:zlib'
import type { BodyBudget } from './body-budget.ts'

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

/** The whole body, inflated. `limit` bounds both forms, and inflating stops where it is reached. */
export type ReadBody = (request: IncomingMessage, limit: number) => Promise<Buffer>

const inflaters: Record<string, () => Transform> = {
  gzip: createGunzip,
  deflate: createInflate, // of HTTP: the zlib format
  zlib: createInflate,
  zstd: createZstdDecompress,
}

/** Bodies under way, and what they inflate to, hold together what the budget has. */
export function createReadBody(budget: BodyBudget): ReadBody {
  return async (request, limit) => {
    const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? ''
    const inflate = inflaters[encoding]
    if (encoding !== '' && !inflate) {
      throw new BodyError(`unsupported content-encoding ${JSON.stringify(encoding)}`)
    }
    if (Number(request.headers['content-length']) > limit) throw tooLarge(limit)
    // The rest of a body that is refused here is read and dropped by Node once the answer is out.
    const sent = await collect(request.iterator({ destroyOnReturn: false }), { limit, budget })
    return inflate ? inflateBounded(inflate(), { sent, encoding, limit, budget }) : sent
  }
}

interface Bounds {
  limit: number
  budget: BodyBudget
}

async function collect(chunks: AsyncIterable<unknown>, { limit, budget }: Bounds): Promise<Buffer> {
  const kept: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of chunks) {
      const { length } = chunk as Buffer
      if (size + length > limit) throw tooLarge(limit)
      if (!budget.take(length)) throw busy()
      size += length
      kept.push(chunk as Buffer)
    }
    return Buffer.concat(kept)
  } finally {
    budget.give(size)
  }
}

/** Piece by piece: a bomb costs what it has grown to when the limit stops it. */
async function inflateBounded(
  stream: Transform,
  { sent, encoding, ...bounds }: Bounds & { sent: Buffer; encoding: string },
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
