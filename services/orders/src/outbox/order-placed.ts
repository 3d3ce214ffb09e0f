import { isRecord, isUuid } from '@onetrace/service'
import type { UsersClient } from '../users-client.ts'
import type { Handler } from './deliver.ts'
import type { NewMessage } from './message.ts'

export const orderPlaced = 'order.placed'

export interface PlacedOrder {
  id: string
  userId: string
  quantity: number
}

/** The order of a user's orders is the order of his messages. */
export function orderPlacedMessage({ id, userId, quantity }: PlacedOrder): NewMessage {
  return { topic: orderPlaced, key: userId, payload: { orderId: id, userId, quantity } }
}

/** A point for each piece, once for each message. */
export function givePoints(users: Pick<UsersClient, 'addPoints'>): Handler {
  return async ({ id, payload }) => {
    const { userId, quantity } = parseOrderPlaced(payload)
    await users.addPoints(userId, { messageId: id, points: quantity })
  }
}

function parseOrderPlaced(payload: unknown): { userId: string; quantity: number } {
  if (isRecord(payload)) {
    const { userId, quantity } = payload
    if (isUuid(userId) && typeof quantity === 'number') return { userId, quantity }
  }
  throw new Error(`expected ${orderPlaced} to hold { userId: UUID, quantity: number }`)
}
