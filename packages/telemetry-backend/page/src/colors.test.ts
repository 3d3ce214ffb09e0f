import { expect, test } from 'vitest'
import { createColors } from './colors.ts'

test('a service keeps its color after a reload, whatever else came first', () => {
  const store = memoryStore()
  const before = createColors(store)
  const colors = ['users', 'gateway', 'billing'].map(before)

  const after = createColors(store)

  expect(['billing', 'users', 'gateway'].map(after)).toEqual([colors[2], colors[0], colors[1]])
})

test('seven services have seven colors, the eighth shares one', () => {
  const color = createColors(memoryStore())

  const seven = new Set(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(color))

  expect(seven.size).toBe(7)
  expect(seven).toContain(color('h'))
})

test('what another program left under the key is ignored', () => {
  const store = memoryStore()
  store.setItem('onetrace.colors', '{"gateway":99}')

  expect(createColors(store)('gateway')).toBe('color-0')
})

function memoryStore() {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  }
}
