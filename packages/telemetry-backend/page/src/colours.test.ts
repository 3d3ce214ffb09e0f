import { expect, test } from 'vitest'
import { createColours } from './colours.ts'

test('a service keeps its colour after a reload, whatever else came first', () => {
  const store = memoryStore()
  const before = createColours(store)
  const colours = ['users', 'gateway', 'billing'].map(before)

  const after = createColours(store)

  expect(['billing', 'users', 'gateway'].map(after)).toEqual([colours[2], colours[0], colours[1]])
})

test('seven services have seven colours, the eighth shares one', () => {
  const colour = createColours(memoryStore())

  const seven = new Set(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(colour))

  expect(seven.size).toBe(7)
  expect(seven).toContain(colour('h'))
})

test('what another program left under the key is ignored', () => {
  const store = memoryStore()
  store.setItem('onetrace.colours', '{"gateway":99}')

  expect(createColours(store)('gateway')).toBe('colour-0')
})

function memoryStore() {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  }
}
