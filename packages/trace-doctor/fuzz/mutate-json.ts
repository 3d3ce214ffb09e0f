import type { Random } from './random.ts'

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

const longest = 2_000_000

/** JSON that is still JSON after one to six changes somewhere inside it. */
export function mutateJson(valid: Uint8Array, random: Random): Uint8Array {
  const holder: Json = { it: JSON.parse(Buffer.from(valid).toString()) }
  for (let left = 1 + random.below(6); left > 0; left--) {
    change(holder, random)
    holder.it ??= null
  }
  const bytes = Buffer.from(JSON.stringify(holder.it ?? null))
  return bytes.length > longest ? valid : bytes // repeats of repeats measure JSON.parse alone
}

function change(holder: { [key: string]: Json }, random: Random): void {
  let place: Json = holder
  let key = 'it'
  // Down at random, so that the few outer levels are hit as well as the many leaves.
  for (let inner = childOf(place, key); isHolder(inner) && random.below(8) > 0; ) {
    const keys = Object.keys(inner)
    if (keys.length === 0) break
    place = inner
    key = random.pick(keys)
    inner = childOf(place, key)
  }
  random.pick(changes)(place as { [key: string]: Json }, key, random)
}

function childOf(place: Json, key: string): Json {
  return isHolder(place) ? ((place as { [key: string]: Json })[key] ?? null) : null
}

function isHolder(value: Json): value is Json[] | { [key: string]: Json } {
  return typeof value === 'object' && value !== null
}

const oddValues: Json[] = [
  ...[null, true, false, 0, -1, 1.5, 1e300, 2 ** 53, 2 ** 64, '', ' ', '0', 'x', '-5', '1e9'],
  ...['0'.repeat(32), 'f'.repeat(16), '18446744073709551616', '\ud800', '\u2028 [server] # x'],
  ...['__proto__', 'CHILD_OF', 'FOLLOWS_FROM', [], {}, [[]], { value: { arrayValue: {} } }],
]

type Change = (place: { [key: string]: Json }, key: string, random: Random) => void

const changes: Change[] = [
  function replace(place, key, random) {
    place[key] = structuredClone(random.pick(oddValues)) // it may be changed in turn
  },
  function remove(place, key) {
    if (Array.isArray(place)) place.splice(Number(key), 1)
    else delete place[key]
  },
  function repeat(place, key, random) {
    const times = random.below(20) === 0 ? 1_000 : 1 + random.below(4)
    const item = place[key] ?? null
    if (Array.isArray(place)) place.push(...Array.from({ length: times }, () => item))
  },
  function rename(place, key, random) {
    const value = place[key] ?? null
    if (!Array.isArray(place)) place[String(random.pick(oddValues))] = value
  },
  function swap(place, key, random) {
    const other = random.pick(Object.keys(place))
    const value = place[other] ?? null
    place[other] = place[key] ?? null
    place[key] = value
  },
  function nest(place, key, random) {
    let value = place[key] ?? null
    for (let depth = random.below(200); depth > 0; depth--) {
      value = { arrayValue: { values: [value] } }
    }
    place[key] = value
  },
]
