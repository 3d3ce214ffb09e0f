import type { AttributeValue, Span } from '@onetrace/spans'

const resourcePrefix = 'resource.'

/**
 * What a contract means by a key: an attribute of the span; with `resource.<key>` an attribute of
 * its resource; with `links` the number of its links. A span's own attribute of just that name goes
 * first.
 */
export function attributeValue(span: Span, key: string): AttributeValue | undefined {
  const { attributes, resource, links } = span
  if (Object.hasOwn(attributes, key)) return attributes[key]
  if (key === 'links') return links.length || undefined
  if (!key.startsWith(resourcePrefix)) return undefined
  const own = key.slice(resourcePrefix.length)
  return Object.hasOwn(resource, own) ? resource[own] : undefined
}
