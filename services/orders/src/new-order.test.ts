import { expect, test } from 'vitest'
import { hashOrder, parseIdempotencyKey, parseNewOrder } from './new-order.ts'

const order = { userId: '019b5e3c-5f3c-7c7c-8f3c-0123456789ab', sku: 'tea', quantity: 2 }

const shape = 'expected JSON { userId: UUID, sku: text of 1 to 64 characters, quantity: 1 to 1000 }'

test('an order is read, with its user id in lower case and nothing else of the body', () => {
  const body = { ...order, userId: order.userId.toUpperCase(), price: 0 }

  expect(parseNewOrder(body)).toEqual(order)
})

test.each([
  [undefined],
  [null],
  [[order]],
  ['tea'],
  [{ ...order, userId: '7' }],
  [{ ...order, sku: '' }],
  [{ ...order, sku: 'x'.repeat(65) }],
  [{ ...order, sku: 'a\0b' }], // Postgres keeps no NUL
  [{ ...order, quantity: 0 }],
  [{ ...order, quantity: 1001 }],
  [{ ...order, quantity: 1.5 }],
  [{ ...order, quantity: '2' }],
])('%o is refused with the whole shape expected', (body) => {
  expect(() => parseNewOrder(body)).toThrow(
    expect.objectContaining({ code: 'invalid_request', message: shape }),
  )
})

test.each([[1], [1000]])('a quantity of %i is the edge and passes', (quantity) => {
  expect(parseNewOrder({ ...order, quantity })).toEqual({ ...order, quantity })
})

test('orders have one hash exactly when they are the same', () => {
  const { userId, sku, quantity } = order

  const same = hashOrder({ quantity, sku, userId })
  const others = [
    { ...order, quantity: 3 },
    { ...order, sku: 'tea2' },
  ].map(hashOrder)

  expect(same).toBe(hashOrder(order))
  expect(others).not.toContain(same)
})

test.each([[undefined], ['k'], ['!~'], ['x'.repeat(255)]])(
  '%o passes as idempotency key',
  (key) => {
    expect(parseIdempotencyKey(key)).toBe(key)
  },
)

test.each([[''], ['two words'], ['x'.repeat(256)], ['schlüssel'], ['a\tb']])(
  '%o is refused as idempotency key',
  (key) => {
    expect(() => parseIdempotencyKey(key)).toThrow(
      'expected Idempotency-Key of 1 to 255 visible ASCII characters',
    )
  },
)
