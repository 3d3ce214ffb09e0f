import { createHash } from 'node:crypto'
import { ApiError, isRecord, isText, isUuid } from '@onetrace/service'

export interface NewOrder {
  userId: string
  sku: string
  quantity: number
}

/** @throws {ApiError} `invalid_request` that says the whole shape expected */
export function parseNewOrder(body: unknown): NewOrder {
  if (isRecord(body)) {
    const { userId, sku, quantity } = body
    if (isUuid(userId) && isText(sku, 64) && isQuantity(quantity)) {
      return { userId: userId.toLowerCase(), sku, quantity }
    }
  }
  throw new ApiError(
    'invalid_request',
    'expected JSON { userId: UUID, sku: text of 1 to 64 characters, quantity: 1 to 1000 }',
  )
}

/** Equal for equal orders, whatever the spacing and key order of the body that asked for them. */
export function hashOrder({ userId, sku, quantity }: NewOrder): string {
  return createHash('sha256')
    .update(JSON.stringify([userId, sku, quantity]))
    .digest('hex')
}

/**
 * The `Idempotency-Key` header (draft-ietf-httpapi-idempotency-key-header), undefined when absent.
 *
 * @throws {ApiError} `invalid_request`
 */
export function parseIdempotencyKey(header: string | undefined): string | undefined {
  if (header === undefined || /^[\x21-\x7e]{1,255}$/.test(header)) return header
  throw new ApiError(
    'invalid_request',
    'expected Idempotency-Key of 1 to 255 visible ASCII characters',
  )
}

function isQuantity(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 1000
}
