import { type Database, isUuid, type Query } from '@onetrace/service'
import { hashOrder, type NewOrder } from './new-order.ts'
import { orderPlacedMessage } from './outbox/order-placed.ts'
import { publish } from './outbox/publish.ts'

export interface Order extends NewOrder {
  id: string
  createdAt: Date
}

export interface Placement {
  draft: NewOrder
  /** Who asks; an idempotency key means nothing outside of one caller's own. */
  caller: string
  idempotencyKey: string | undefined
}

export type Placed = { outcome: 'created' | 'replayed'; order: Order } | { outcome: 'conflict' } // the key was used for another body

export interface OrderStore {
  place: (placement: Placement) => Promise<Placed>
  /** What a key was used for before; undefined for a new key, or none. */
  replay: (placement: Placement) => Promise<Placed | undefined>
  find: (id: string) => Promise<Order | undefined>
  /** Newest first; `before` is the id of the last order of the page before. */
  list: (page: { userId: string; limit: number; before: string | undefined }) => Promise<Order[]>
}

const columns = 'id, user_id as "userId", sku, quantity, created_at as "createdAt"'

/** Every SQL statement about orders. */
export function createOrderStore(database: Database): OrderStore {
  return {
    place: (placement) => place(database, placement),

    replay: (placement) => earlier(database.query, placement),

    async find(id) {
      if (!isUuid(id)) return undefined // no such order, and Postgres would call it a syntax error
      const [order] = await database.query<Order>(`select ${columns} from orders where id = $1`, [
        id,
      ])
      return order
    },

    list({ userId, limit, before }) {
      return database.query<Order>(
        `select ${columns} from orders
         where user_id = $1 and ($2::uuid is null or id < $2)
         order by id desc limit $3`,
        [userId, before, limit],
      )
    },
  }
}

function place(database: Database, placement: Placement): Promise<Placed> {
  const { draft, caller, idempotencyKey } = placement
  const { userId, sku, quantity } = draft
  const hash = hashOrder(draft)
  return database.transaction(async (query) => {
    // The unique index decides between two requests with the same key that arrive together.
    const [order] = await query<Order>(
      `insert into orders (user_id, sku, quantity, caller, idempotency_key, request_hash)
       values ($1, $2, $3, $4, $5, $6)
       on conflict (caller, idempotency_key) do nothing
       returning ${columns}`,
      [userId, sku, quantity, caller, idempotencyKey, hash],
    )
    if (order) {
      await publish(query, orderPlacedMessage(order))
      return { outcome: 'created', order }
    }
    const before = await earlier(query, placement)
    if (!before) throw new Error('an order that conflicted is not there')
    return before
  })
}

async function earlier(
  query: Query,
  { draft, caller, idempotencyKey }: Placement,
): Promise<Placed | undefined> {
  if (idempotencyKey === undefined) return undefined
  const [found] = await query<Order & { hash: string }>(
    `select ${columns}, request_hash as hash from orders
     where caller = $1 and idempotency_key = $2`,
    [caller, idempotencyKey],
  )
  if (!found) return undefined
  const { hash, ...order } = found
  return hash === hashOrder(draft) ? { outcome: 'replayed', order } : { outcome: 'conflict' }
}
