import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Random } from './random.ts'
import type { Order, Shop } from './shop.ts'

export interface Load {
  orders: Order[]
  /** Resolves when so many more have been accepted. */
  accepted: (more: number) => Promise<void>
  /** Begins no more orders, and resolves when the last has its outcome. */
  stop: () => Promise<void>
}

export interface LoadOptions {
  shop: Shop
  random: Random
  userIds: string[]
  /** So many orders are under way at once. */
  callers: number
}

/** How long whoever was refused waits before asking again. */
const backOffMs = 250

/** Orders placed one after the other by each of some callers, until it is stopped. */
export function startLoad({ shop, random, userIds, callers }: LoadOptions): Load {
  const orders: Order[] = []
  let waiting: { left: number; resolve: () => void }[] = []
  let stopped = false

  function nextOrder(): Order {
    const userId = random.pick(userIds)
    const quantity = orders.filter((order) => order.userId === userId).length + 1
    const key = random.pick([randomUUID(), undefined])
    const order: Order = { userId, quantity, key, attempts: [] }
    orders.push(order)
    return order
  }

  function countAccepted(): void {
    for (const one of waiting) one.left -= 1
    for (const { resolve } of waiting.filter(({ left }) => left <= 0)) resolve()
    waiting = waiting.filter(({ left }) => left > 0)
  }

  async function placeNext(): Promise<void> {
    const order = nextOrder()
    for (;;) {
      const attempt = await shop.place(order)
      order.attempts.push(attempt)
      if (attempt.status === 201) return countAccepted()
      await pause(backOffMs)
      if (order.key === undefined) return
    }
  }

  async function call(): Promise<void> {
    while (!stopped) await placeNext()
  }

  const calling = Promise.all(Array.from({ length: callers }, call))
  const failed = calling.then(() => new Promise<never>(() => {}))
  failed.catch(() => {}) // heard by who waits
  return {
    orders,
    accepted: (left) =>
      Promise.race([new Promise<void>((resolve) => waiting.push({ left, resolve })), failed]),
    async stop() {
      stopped = true
      await calling
    },
  }
}
