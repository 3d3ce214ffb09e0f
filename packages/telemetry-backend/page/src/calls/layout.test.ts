import { expect, test } from 'vitest'
import { layoutCalls } from './layout.ts'

test('each service stands right of all its callers, a database behind them', () => {
  const edges = [call('gateway', 'users'), call('gateway', 'orders'), call('orders', 'users')]

  const placed = layoutCalls(
    ['gateway', 'orders', 'users'],
    [...edges, call('users', 'postgresql')],
  )

  expect(placed.map(({ name, column }) => [name, column])).toEqual([
    ['gateway', 0],
    ['orders', 1],
    ['users', 2],
    ['postgresql', 3],
  ])
  expect(placed.filter(({ external }) => external).map(({ name }) => name)).toEqual(['postgresql'])
})

test('services that call each other in a ring are placed all the same', () => {
  const placed = layoutCalls(['a', 'b'], [call('entry', 'a'), call('a', 'b'), call('b', 'a')])

  expect(placed.map(({ name, column }) => [name, column])).toEqual([
    ['entry', 0],
    ['a', 1],
    ['b', 2],
  ])
})

test('whom nobody calls has a place too', () => {
  expect(layoutCalls(['alone'], [])).toEqual([
    { name: 'alone', external: false, column: 0, row: 0 },
  ])
})

function call(caller: string, callee: string) {
  return { caller, callee, external: false, calls: 1, errors: 0, p95Nanos: 0 }
}
