import { addStep, expected } from './shape-error.ts'

/** A message of either encoding before its leaves are read: the same field names, any values. */
export type Raw = Record<string, unknown>

export function isRecord(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function recordOf(value: unknown, path: string): Raw {
  if (!isRecord(value)) throw expected('an object', value, path)
  return value
}

/** An absent message is an empty one, as in protobuf. */
export function messageOf(parent: Raw, field: string): Raw {
  const value = parent[field]
  return value === undefined || value === null ? {} : recordOf(value, field)
}

export function listOf<T>(parent: Raw, field: string, read: (item: Raw) => T): T[] {
  const items = parent[field] ?? []
  if (!Array.isArray(items)) throw expected('a list', items, field)
  const results: T[] = []
  let index = 0
  try {
    for (; index < items.length; index++) results.push(read(recordOf(items[index], '')))
  } catch (error) {
    throw addStep(error, `${field}[${index}]`)
  }
  return results
}

export function textOf(parent: Raw, field: string): string {
  const value = parent[field] ?? ''
  if (typeof value !== 'string') throw expected('text', value, field)
  return value
}

/**
 * Reads a leaf and names it when it is wrong. Own properties only: every object has more by
 * inheritance.
 */
export function leafOf<T>(parent: Raw, field: string, read: (value: unknown) => T): T {
  try {
    return read(Object.hasOwn(parent, field) ? parent[field] : undefined)
  } catch (error) {
    throw addStep(error, field)
  }
}
