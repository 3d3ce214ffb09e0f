import type { AttributeValue, Span } from '@onetrace/spans'

/**
 * Jaeger gives a resource without a service name one of these names before it stores it, so that
 * the trace can be found by its service.
 */
export function withServiceName(span: Span): Span {
  const { resource } = span
  const given = Object.hasOwn(resource, 'service.name') ? resource['service.name'] : undefined
  if (typeof given === 'string' && given !== '') return span
  const service = nameFor(given)
  resource['service.name'] = service // all spans of the resource share this object
  return { ...span, service }
}

function nameFor(given: AttributeValue | undefined): string {
  if (given === undefined) return 'missing-service-name'
  return given === '' ? 'empty-service-name' : 'service-name-wrong-type'
}
