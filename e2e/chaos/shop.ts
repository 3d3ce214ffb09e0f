import type { Fleet } from '@onetrace/dev'

/** What came back for one request; 0 stands for no answer at all. */
export interface Attempt {
  status: number
  traceId: string
  /** The order's, of a 201. */
  orderId: string | undefined
  /** It was placed by an earlier attempt with the same key. */
  replayed: boolean
}

export interface Order {
  userId: string
  /** No other order of this user has the same: by it an order is known in the database. */
  quantity: number
  /** Whoever has a key asks again until the order is accepted; whoever has none gives up. */
  key: string | undefined
  attempts: Attempt[]
}

export interface Shop {
  createUser: () => Promise<string>
  /** Never rejects. */
  place: (order: Order) => Promise<Attempt>
}

/** A caller of the gateway. */
export function createShop({ urls, apiKey }: Pick<Fleet, 'urls' | 'apiKey'>): Shop {
  const post = (path: string, body: object, more: Record<string, string> = {}) =>
    fetch(urls.gateway + path, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${apiKey.key}`,
        'content-type': 'application/json',
        ...more,
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(120_000),
    })
  return {
    async createUser() {
      const answer = await post('/users', { name: 'Ada' })
      const { id } = (await answer.json()) as { id: string }
      if (answer.status !== 201) throw new Error(`expected POST /users: 201, got ${answer.status}`)
      return id
    },

    async place({ userId, quantity, key }) {
      const headers: Record<string, string> = key ? { 'idempotency-key': key } : {}
      const answer = await post('/orders', { userId, sku: 'tea', quantity }, headers)
      const body = (await answer.json()) as { id?: string }
      return {
        status: answer.status,
        traceId: answer.headers.get('traceresponse')?.split('-')[1] ?? '',
        orderId: answer.status === 201 ? body.id : undefined,
        replayed: answer.headers.has('idempotent-replayed'),
      }
    },
  }
}
