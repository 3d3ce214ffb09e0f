/**
 * Seven colors that stay apart for readers who see few colors, and apart from the red of errors;
 * their values are in styles/base.css. A service gets the color that its name hashes to, or the
 * next free one. The choice is stored, so that it is the same in every view and after a reload.
 */
const slots = 7
const key = 'onetrace.colors'

export type ColorStore = Pick<Storage, 'getItem' | 'setItem'>

export function createColors(store: ColorStore): (service: string) => string {
  const taken = new Map<string, number>(read(store))
  return (service) => {
    let slot = taken.get(service)
    if (slot === undefined) {
      slot = freeSlot(service, [...taken.values()])
      taken.set(service, slot)
      store.setItem(key, JSON.stringify([...taken]))
    }
    return `color-${slot}`
  }
}

/** The least used color; the search begins at the one that the name hashes to. */
function freeSlot(service: string, taken: number[]): number {
  const uses = Array.from({ length: slots }, (_, slot) => taken.filter((t) => t === slot).length)
  const least = Math.min(...uses)
  let slot = hash(service) % slots
  while (uses[slot] !== least) slot = (slot + 1) % slots
  return slot
}

// FNV-1a, with a start that gives gateway, orders and users the first three colors.
function hash(text: string): number {
  let value = 365
  for (const char of text) value = Math.imul(value ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0
  return value
}

function read(store: ColorStore): [string, number][] {
  try {
    const kept: unknown = JSON.parse(store.getItem(key) ?? '[]')
    return Array.isArray(kept) ? kept.filter(isChoice) : []
  } catch {
    return [] // the text under our key is another program's, so it is ignored
  }
}

function isChoice(value: unknown): value is [string, number] {
  return (
    Array.isArray(value) &&
    typeof value[0] === 'string' &&
    Number.isInteger(value[1]) &&
    value[1] >= 0 &&
    value[1] < slots
  )
}
